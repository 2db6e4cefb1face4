/** Prints rows as an aligned table. */
export function printTable(title, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, i) => Math.max(column.length, ...text.map((line) => line[i].length)));
  console.log(`\n${title}`);
  console.log(columns.map((column, i) => (i ? column.padStart(widths[i]) : column.padEnd(widths[i]))).join('  '));
  for (const line of text)
    console.log(line.map((value, i) => (i ? value.padStart(widths[i]) : value.padEnd(widths[i]))).join('  '));
}

function cell(value) {
  if (value === undefined || Number.isNaN(value)) return '-';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
