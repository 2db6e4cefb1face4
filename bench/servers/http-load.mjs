// A load of its own process: `node http-load.mjs OPTIONS` prints requests per second and failures.
import autocannon from 'autocannon';

const options = JSON.parse(process.argv[2]);
const result = await autocannon(options);
// An answer that never came is no error of autocannon's.
const missing = Math.max(0, (options.amount ?? 0) - result.requests.total - result.errors);
console.log(JSON.stringify({ rps: result.requests.average, failures: result.errors + result.non2xx + missing }));
