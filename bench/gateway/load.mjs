// A load of its own process: `node load.mjs URL CONNECTIONS SECONDS` prints requests per second and failures.
import autocannon from 'autocannon';

const [url, connections, seconds] = process.argv.slice(2);
const result = await autocannon({ url, connections: Number(connections), duration: Number(seconds) });
console.log(
  JSON.stringify({ rps: result.requests.average, failures: result.errors + result.non2xx, p99: result.latency.p99 }),
);
