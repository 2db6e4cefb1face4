/**
 * Runs the cases in turn within each round, so that a drifting machine hits all of them. Figures are medians, and their
 * ratios medians of per-round ratios to `anchor`; counts are sums, and plain figures have no ratio.
 *
 * @param goals `{ of, figure, to?, atMost | atLeast }`: what a figure, or its ratio to that of case `to`, should be
 */
export async function compare({ cases, anchor, rounds, figures, plain = [], counts = [], goals = [] }) {
  const seen = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(cases)) seen[name].push(await run(round));
  }
  const ratio = (name, figure, to) => median(seen[name].map((result, i) => result[figure] / seen[to][i][figure]));
  return Object.entries(seen).map(([name, results]) => {
    const row = { case: name };
    for (const figure of figures) {
      row[figure] = median(results.map((result) => result[figure]));
      row[`${figure} ratio`] = ratio(name, figure, anchor);
    }
    for (const figure of plain) row[figure] = median(results.map((result) => result[figure]));
    for (const figure of counts) row[figure] = results.reduce((sum, result) => sum + result[figure], 0);
    Object.assign(row, results[0].facts);
    const own = goals.filter(({ of }) => of === name);
    if (own.length === 0) return row;
    return {
      ...row,
      goals: own.map(({ figure, to, ...bound }) =>
        judge(to ? ratio(name, figure, to) : row[figure], figure, to, bound),
      ),
    };
  });
}

function judge(value, figure, to, { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }) {
  const bound = atMost < Number.POSITIVE_INFINITY ? { atMost } : { atLeast };
  return { figure, ...(to && { to }), ...bound, value, held: value >= atLeast && value <= atMost };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
