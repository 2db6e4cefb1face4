// npm run bench [-- SUITE...] [--rounds N] [--json FILE]: what is measured, beside its peers, in one run.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printTable } from './table.mjs';

const SUITES = ['synth', 'bundling', 'gateway', 'websocket', 'proxy'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, json: { type: 'string' } },
});
const unknown = positionals.filter((name) => !SUITES.includes(name));
if (unknown.length) {
  console.error(`no suite ${unknown.join(', ')}: there are ${SUITES.join(', ')}`);
  process.exit(2);
}
const results = {};
for (const name of positionals.length ? positionals : SUITES) {
  const { run } = await import(`./${name}/suite.mjs`);
  results[name] = await run({ rounds: values.rounds ? Number(values.rounds) : undefined });
  for (const [title, rows] of Object.entries(results[name])) printTable(title, rows);
}
const json = JSON.stringify(results, null, 2);
if (values.json) writeFileSync(values.json, `${json}\n`);
else console.log(`\n${json}`);
