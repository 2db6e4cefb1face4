import { PassThrough } from 'node:stream';
import type { GatewayEvent } from '../../../../lib/gateway/events';
import type { RestApiModel } from '../../../../lib/gateway/model';
import { DeadlineScan } from '../../../../lib/gateway/rest/deadlines';
import { limitStream } from '../../../../lib/gateway/rest/integrations/limit-stream';
import { TimerClock } from '../../timer-clock';
import { routedCall } from '../routed-call';

const MINUTE = 60_000;

function open(endpointType: RestApiModel['endpointType'], timeoutMs = 15 * MINUTE) {
  const clock = new TimerClock();
  const events: GatewayEvent[] = [];
  const services = { clock, emit: (event: GatewayEvent) => void events.push(event) };
  const call = routedCall({ api: { endpointType }, integration: { timeoutMs }, services });
  const body = new PassThrough();
  const ended = new Promise<string>((resolve) => {
    body.once('end', () => resolve('ended'));
    body.once('error', (error) => resolve(error.message));
  });
  const answer = { status: 200, headers: [], body, report: { latencyMs: 0 } };
  const deadlines = new DeadlineScan(clock);
  limitStream(deadlines, call, { answer, startedAt: clock.now() });
  body.resume();
  const say = async (text: string) => {
    body.write(text);
    await new Promise(setImmediate);
  };
  return { clock, events, body, ended, say };
}

test('a stream that is silent for five minutes is cut off', async () => {
  const { clock, ended, say, events } = open('REGIONAL');
  clock.advance(4 * MINUTE);
  await say('one');
  clock.advance(4 * MINUTE);
  await say('two');
  expect(events).toEqual([]);
  clock.advance(5 * MINUTE);
  expect(await ended).toBe('the stream of GET /x was cut off: nothing came for 300 s');
  expect(events).toMatchObject([{ event: 'error', code: 'stream-cut' }]);
});

test('that of an edge-optimized API after half a minute', async () => {
  const { clock, ended } = open('EDGE');
  clock.advance(30_000);
  expect(await ended).toMatch('nothing came for 30 s');
});

test('a stream that never is silent lasts as long as the integration may', async () => {
  const { clock, ended, say } = open('PRIVATE', 2 * MINUTE);
  clock.advance(MINUTE);
  await say('one');
  clock.advance(MINUTE);
  expect(await ended).toMatch('it lasted 120000 ms, the timeout of the integration');
});

test('one that ends in time is left alone', async () => {
  const { clock, ended, body, events } = open('REGIONAL');
  body.end('all');
  expect(await ended).toBe('ended');
  await new Promise(setImmediate);
  clock.advance(60 * MINUTE);
  expect(events).toEqual([]);
});
