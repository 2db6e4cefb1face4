import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import { count, report } from './counts';
import { environmentsOf, isRunning, writeApp } from './served-app';

const CLIENTS = count(20, 50);
const ROUNDS = count(1, 20);

let gateway: Gateway;

afterEach(() => gateway.close());

async function start(settings: Parameters<typeof writeApp>[0]): Promise<string> {
  gateway = await startGateway({ assembly: writeApp(settings), environment: {} });
  return gateway.apis[0].url;
}

/** How clients harm the function's process; 502 is what they get for it. */
const HARM: readonly [what: string, query: string][] = [
  ['exits', 'exit=3'],
  ['exits as if all were well', 'exit=0'],
  ['crashes', 'crash=1'],
  ['throws past its answer', 'throw=1'],
  ['hangs', 'hang=1'],
  ['leaks', 'leak=1'],
];

test.each(HARM)('a function that %s under %s loses no other client’s answer', async (_what, query) => {
  const url = await start({ Timeout: 1, MemorySize: 128 });
  const harmless = await fetch(`${url}/fn?id=first`);
  expect(harmless.status).toBe(200);
  const wrong: string[] = [];
  const startedAt = performance.now();
  const client = async (index: number): Promise<void> => {
    for (let round = 0; round < ROUNDS; round++) {
      const isHarm = (index + round) % 10 === 0;
      const id = `${index}-${round}`;
      const response = await fetch(`${url}/fn?id=${id}&${isHarm ? query : 'wait=5'}`);
      const text = await response.text();
      const isRight = isHarm ? response.status === 502 : response.status === 200 && JSON.parse(text).id === id;
      if (!isRight) wrong.push(`${id} ${isHarm} ${response.status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  report({ query, calls: CLIENTS * ROUNDS, wrong: wrong.length, ms: Math.round(performance.now() - startedAt) });
  expect(wrong).toEqual([]);
  const processes = environmentsOf(process.pid);
  expect(processes.length).toBeGreaterThan(0);
  await gateway.close();
  expect(processes.filter(isRunning)).toEqual([]);
});
