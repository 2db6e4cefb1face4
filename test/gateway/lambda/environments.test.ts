import type { Clock } from '../../../lib/gateway/clock';
import { Functions, isRunning, until } from './functions';

let functions: Functions;
beforeEach(() => {
  functions = new Functions();
});
afterEach(() => functions.close());

const SLEEPER =
  'let n = 0; exports.handler = async ({ ms }) => { n += 1; if (ms) await new Promise((r) => setTimeout(r, ms)); return { pid: process.pid, n } }';

describe('environments', () => {
  test('module state survives between calls, one call at a time', async () => {
    const arn = functions.add('fn', SLEEPER);
    const service = functions.start();
    const first = JSON.parse((await service.invoke(arn, '{}')).payload);
    const second = JSON.parse((await service.invoke(arn, '{}')).payload);
    expect(second).toEqual({ pid: first.pid, n: 2 });
  });

  test('50 calls at once are all answered, each alone in its environment', async () => {
    const code =
      'let busy = 0; exports.handler = async (e) => { busy += 1; await new Promise((r) => setTimeout(r, 5)); const seen = busy; busy -= 1; return { i: e.i, seen } }';
    const arn = functions.add('fn', code);
    const service = functions.start();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_none, i) => service.invoke(arn, JSON.stringify({ i }))),
    );
    expect(results.map(({ payload }) => JSON.parse(payload))).toEqual(results.map((_result, i) => ({ i, seen: 1 })));
    expect(service.pids.length).toBeLessThan(15);
  });

  test('another environment starts only for a call that waits', async () => {
    const arn = functions.add('fn', SLEEPER);
    const service = functions.start();
    await service.invoke(arn, '{}');
    const quick = await Promise.all([1, 2, 3].map(() => service.invoke(arn, '{}')));
    expect(new Set(quick.map(({ payload }) => JSON.parse(payload).pid)).size).toBe(1);
    const slow = await Promise.all([1, 2].map(() => service.invoke(arn, '{"ms":400}')));
    expect(new Set(slow.map(({ payload }) => JSON.parse(payload).pid)).size).toBe(2);
  });

  test('an unused environment ends after a while of the clock', async () => {
    const clock = new HandClock();
    const arn = functions.add('fn', SLEEPER);
    const service = functions.start({ clock, idleMs: 1000 });
    const { pid } = JSON.parse((await service.invoke(arn, '{}')).payload);
    clock.advance(600);
    await service.invoke(arn, '{}');
    clock.advance(600);
    expect(service.pids).toEqual([pid]);
    clock.advance(400);
    await until(() => !isRunning(pid));
    const again = JSON.parse((await service.invoke(arn, '{}')).payload);
    expect(again.n).toBe(1);
  });

  test('an environment that is killed while idle is replaced', async () => {
    const arn = functions.add('fn', SLEEPER);
    const service = functions.start();
    const { pid } = JSON.parse((await service.invoke(arn, '{}')).payload);
    process.kill(pid, 'SIGKILL');
    await until(() => service.pids.length === 0);
    expect(JSON.parse((await service.invoke(arn, '{}')).payload).n).toBe(1);
  });

  test.each([
    ['exits', 'process.exit(1)'],
    ['throws', 'throw new Error("behind the answer")'],
    ['leaves a promise rejected', 'Promise.reject(new Error("behind the answer"))'],
  ])('an environment that %s right behind its answer takes no other call with it', async (_name, code) => {
    const arn = functions.add('fn', `exports.handler = async ({ i }) => { setImmediate(() => { ${code} }); return i }`);
    const service = functions.start();
    const results = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => service.invoke(arn, JSON.stringify({ i }))));
    expect(results.map(({ payload }) => payload)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('the spare process serves the first call and is replaced', async () => {
    const arn = functions.add('fn', SLEEPER);
    const other = functions.add('other', SLEEPER);
    const service = functions.start();
    service.prewarm();
    const results = await Promise.all([service.invoke(arn, '{}'), service.invoke(other, '{}')]);
    expect(results.every(({ functionError }) => functionError === undefined)).toBe(true);
  });
});

describe('new code', () => {
  const version = (text: string) =>
    `exports.handler = async ({ ms }) => { if (ms) await new Promise((r) => setTimeout(r, ms)); return "${text}" }`;

  test('replaceCode serves the new folder at once while a call finishes in the old one', async () => {
    const arn = functions.add('fn', version('old'));
    const service = functions.start();
    await service.invoke(arn, '{}');
    const [oldPid] = service.pids;
    const underWay = service.invoke(arn, '{"ms":200}');
    service.replaceCode(arn, functions.folder({ 'index.js': version('new') }));
    expect((await service.invoke(arn, '{}')).payload).toBe('"new"');
    expect((await underWay).payload).toBe('"old"');
    await until(() => !isRunning(oldPid));
  });

  test('calls that wait for an environment get the new code', async () => {
    const arn = functions.add('fn', version('old'));
    const service = functions.start();
    const waiting = service.invoke(arn, '{}');
    service.replaceCode(arn, functions.folder({ 'index.js': version('new') }));
    expect((await waiting).payload).toBe('"new"');
  });

  test('update replaces changed functions only', async () => {
    const kept = functions.add('kept', SLEEPER);
    const changed = functions.add('changed', SLEEPER);
    const gone = functions.add('gone', SLEEPER);
    const service = functions.start();
    await Promise.all([kept, changed, gone].map((arn) => service.invoke(arn, '{}')));
    const models = new Map(structuredClone([...functions.models]));
    const model = models.get(changed);
    if (model === undefined) throw new Error('the model is there');
    models.set(changed, { ...model, environment: { A: '1' } });
    models.delete(gone);
    expect(service.update(models)).toEqual(['changed', 'gone']);
    expect(JSON.parse((await service.invoke(kept, '{}')).payload).n).toBe(2);
    expect(JSON.parse((await service.invoke(changed, '{}')).payload).n).toBe(1);
    await expect(service.invoke(gone, '{}')).rejects.toMatchObject({ errorType: 'ResourceNotFoundException' });
  });
});

test('update replaces functions whose surroundings moved', async () => {
  const arn = functions.add('fn', 'exports.handler = async () => process.env.AWS_ENDPOINT_URL_DYNAMODB');
  let endpoint = 'http://one';
  const service = functions.start({ environmentOf: () => ({ AWS_ENDPOINT_URL_DYNAMODB: endpoint }) });
  expect((await service.invoke(arn, '{}')).payload).toBe('"http://one"');
  expect(service.update(functions.models)).toEqual([]);
  endpoint = 'http://two';
  expect(service.update(functions.models)).toEqual(['fn']);
  expect((await service.invoke(arn, '{}')).payload).toBe('"http://two"');
});

describe('asynchronous events', () => {
  const FAILS = 'exports.handler = async (e, c) => { console.log("try " + c.awsRequestId); throw new Error("no") }';

  function tries(): string[] {
    return functions.printed().flatMap((line) => /\ttry (.*)$/.exec(line)?.slice(1) ?? []);
  }

  test('are answered before the function has run', async () => {
    const arn = functions.add('fn', 'exports.handler = async (e) => { console.log("got " + e.a) }');
    const result = await functions.start().invoke(arn, '{"a":1}', { invocationType: 'Event' });
    expect(result).toMatchObject({ payload: 'null', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(functions.printed()).toEqual([]);
    await until(() => functions.printed().some((line) => line.endsWith('got 1')));
  });

  test('are retried after one and two minutes, under the same request id', async () => {
    const clock = new HandClock();
    const arn = functions.add('fn', FAILS);
    const { requestId } = await functions.start({ clock, idleMs: 1e9 }).invoke(arn, '{}', { invocationType: 'Event' });
    await until(() => clock.hasTimer(60_000));
    clock.advance(60_000);
    await until(() => clock.hasTimer(120_000));
    clock.advance(120_000);
    await until(() => tries().length === 3);
    expect(tries()).toEqual([requestId, requestId, requestId]);
  });

  test('that failed for good go to a function of the app', async () => {
    const sink = functions.add('sink', 'exports.handler = async (e) => { console.log("sink " + JSON.stringify(e)) }');
    const arn = functions.add('fn', FAILS, { maximumRetryAttempts: 0, onFailure: sink });
    const { requestId } = await functions.start().invoke(arn, '{"a":1}', { invocationType: 'Event' });
    await until(() => functions.printed().some((line) => line.includes('sink ')));
    const line = functions.printed().find((text) => text.includes('sink ')) ?? '';
    expect(JSON.parse(line.slice(line.indexOf('sink ') + 5))).toMatchObject({
      version: '1.0',
      requestContext: {
        requestId,
        functionArn: `${arn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 1,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'no' },
    });
  });

  test('say once that a destination elsewhere is not reached', async () => {
    const arn = functions.add('fn', 'exports.handler = async () => 1', {
      onSuccess: 'arn:aws:sqs:us-east-1:000000000000:q',
    });
    const service = functions.start();
    await service.invoke(arn, '{}', { invocationType: 'Event' });
    await service.invoke(arn, '{}', { invocationType: 'Event' });
    await until(() => functions.events.some(({ event }) => event === 'fidelity'));
    await service.invoke(arn, '{}');
    expect(functions.events.filter(({ event }) => event === 'fidelity')).toHaveLength(1);
  });

  test('wait while the function is throttled', async () => {
    const clock = new HandClock();
    const arn = functions.add(
      'fn',
      'exports.handler = async (e) => { console.log("ran " + e.i); await new Promise((r) => setTimeout(r, 50)) }',
      { reservedConcurrency: 1 },
    );
    const service = functions.start({ clock, idleMs: 1e9 });
    await service.invoke(arn, '{"i":1}', { invocationType: 'Event' });
    await service.invoke(arn, '{"i":2}', { invocationType: 'Event' });
    await until(() => functions.printed().some((line) => line.endsWith('ran 1')) && clock.hasTimer(1000));
    await until(async () => (await service.invoke(arn, '{"i":0}').catch(() => undefined)) !== undefined);
    clock.advance(1000);
    await until(() => functions.printed().some((line) => line.endsWith('ran 2')));
  });

  test('a dry run runs nothing', async () => {
    const arn = functions.add('fn', 'throw new Error("never")');
    const service = functions.start();
    await service.invoke(arn, '{}', { invocationType: 'DryRun' });
    expect(service.pids).toEqual([]);
  });
});

test('a caller that gives up does not stop the function', async () => {
  const arn = functions.add('fn', SLEEPER);
  const service = functions.start();
  await service.invoke(arn, '{}');
  const controller = new AbortController();
  const call = service.invoke(arn, '{"ms":50}', { signal: controller.signal });
  controller.abort(new Error('left'));
  await expect(call).rejects.toThrow('left');
  expect(JSON.parse((await service.invoke(arn, '{}')).payload).n).toBe(3);
});

class HandClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00Z');
  private timers: { due: number; ms: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  setTimer(run: () => void, ms: number): () => void {
    const timer = { due: this.time + ms, ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  hasTimer(ms: number): boolean {
    return this.timers.some((timer) => timer.ms === ms);
  }

  advance(ms: number): void {
    this.time += ms;
    const due = this.timers.filter((timer) => timer.due <= this.time);
    this.timers = this.timers.filter((timer) => timer.due > this.time);
    for (const timer of due) timer.run();
  }
}
