/** Prints rows as an aligned table, and what became of their goals below it. */
export function printTable(title, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== 'goals');
  const text = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, i) => Math.max(column.length, ...text.map((line) => line[i].length)));
  console.log(`\n${title}`);
  console.log(columns.map((column, i) => (i ? column.padStart(widths[i]) : column.padEnd(widths[i]))).join('  '));
  for (const line of text)
    console.log(line.map((value, i) => (i ? value.padStart(widths[i]) : value.padEnd(widths[i]))).join('  '));
  for (const { case: name, goals = [] } of rows) for (const goal of goals) console.log(`  ${describe(name, goal)}`);
}

function describe(name, { figure, to, atMost, atLeast, value, held }) {
  const measured = `${figure} of ${name} is ${cell(value)}${to ? ` of ${to}` : ''}`;
  const wanted = atMost === undefined ? `at least ${cell(atLeast)}` : `at most ${cell(atMost)}`;
  return `${held ? 'held  ' : 'MISSED'}  ${measured}, ${wanted} is the goal`;
}

function cell(value) {
  if (value === undefined || Number.isNaN(value)) return '-';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
