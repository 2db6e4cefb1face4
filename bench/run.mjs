// npm run bench [-- SUITE...]: what is measured, beside its peers, in one run.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Report } from './report.mjs';

const SUITES = ['synth', 'bundling', 'gateway', 'websocket', 'proxy', 'dev'];
const HELP = `node bench/run.mjs [SUITE...] [options]

  suites: ${SUITES.join(', ')}; all of them when none is named

  --only TEXT    tables whose title contains it
  --rounds N     of every table (default: each table's own, 1 to 5)
  --seconds N    a load lasts (default: 4)
  --requests N   before memory is read for the last time (default: 100000)
  --json FILE    writes the figures there instead of printing them
`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    requests: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const unknown = positionals.filter((name) => !SUITES.includes(name));
if (unknown.length) {
  console.error(`no suite ${unknown.join(', ')}: there are ${SUITES.join(', ')}`);
  process.exit(2);
}
const report = new Report({ only: values.only, rounds: count('rounds') });
const settings = { seconds: count('seconds') ?? 4, requests: count('requests') ?? 100_000 };
for (const name of positionals.length ? positionals : SUITES) {
  const { run } = await import(`./${name}/suite.mjs`);
  await report.suite(name, () => run(report, settings));
}
const json = JSON.stringify(report.results, null, 2);
if (values.json) writeFileSync(values.json, `${json}\n`);
else console.log(`\n${json}`);
process.exitCode = report.close();

function count(option) {
  const text = values[option];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--${option} must be a whole number from 1, got "${text}"`);
  return process.exit(2);
}
