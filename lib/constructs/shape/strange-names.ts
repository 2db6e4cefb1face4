import { findMisspelled, findNearest } from './nearest-name';
import type { AnyShape, Wording } from './shape';

/** Names that are near one that is known get a fault of their own, the others share one. */
export function describeStrange(names: readonly string[], shape: AnyShape, place: string, { noun }: Wording): string[] {
  const known = Object.keys(shape.members);
  const faults: string[] = [];
  const rest: string[] = [];
  for (const name of names) {
    const why = shape.misplaced?.[name];
    const meant = shape.isOpen ? findMisspelled(name, known) : (findNearest(name, known) ?? findDeeper(name, shape));
    if (why !== undefined) faults.push(`unknown ${noun} "${place}${name}": ${why}`);
    else if (meant !== undefined) faults.push(`unknown ${noun} "${place}${name}": did you mean "${place}${meant}"?`);
    else if (!shape.isOpen) rest.push(`"${place}${name}"`);
  }
  if (rest.length === 0) return faults;
  return [
    ...faults,
    `unknown ${rest.length > 1 ? `${noun}s` : noun} ${rest.join(', ')}, known are ${known.join(', ')}`,
  ];
}

/** A name that stands one level too high. */
function findDeeper(name: string, { members }: AnyShape): string | undefined {
  const homes = Object.entries(members).filter(
    ([, form]) => typeof form === 'object' && 'members' in form && Object.hasOwn(form.members, name),
  );
  return homes.length === 1 ? `${homes[0]?.[0]}.${name}` : undefined;
}
