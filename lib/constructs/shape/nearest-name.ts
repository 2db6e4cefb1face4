/** The one of the names that somebody meant who wrote another, if it is clear which. */
export function findNearest(written: string, names: readonly string[]): string | undefined {
  return findWithin(Math.max(1, Math.floor(written.length / 4)), written, names);
}

/** The same where the name may well be one that is not known: a new version of a name ends with its number. */
export function findMisspelled(written: string, names: readonly string[]): string | undefined {
  return /\d$/.test(written) ? undefined : findWithin(1, written, names);
}

function findWithin(most: number, written: string, names: readonly string[]): string | undefined {
  const text = written.toLowerCase();
  const [nearest] = names
    .map((name) => ({ name, distance: distanceOf(text, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return nearest?.name;
}

/** Letters to be changed, added, taken out, or swapped with their neighbours. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > Math.max(a.length, b.length) / 2) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
