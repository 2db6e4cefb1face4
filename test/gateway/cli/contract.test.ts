import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HELP } from '../../../lib/gateway/cli/arguments';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { startGateway } from '../../../lib/gateway/gateway';
import { assembly, lambda, lambdaFunction, method, mock, restApi, stage } from '../assembly-model';

/** Scripts are written against these: what changes here is a breaking change. */

test('commands and options', () => {
  expect(HELP).toMatchSnapshot();
});

describe('the JSON lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-lines-'));
  const lines: GatewayEvent[] = [];
  const of = (event: GatewayEvent['event']) => lines.filter((line) => line.event === event);

  beforeAll(async () => {
    writeFileSync(join(folder, 'index.js'), `exports.handler = async () => { console.log('hi'); return {}; };`);
    const fn = lambdaFunction('fn', { codeDirectory: folder });
    const accessLog = {
      destinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:access',
      format: '$context.status',
    };
    const methods = [method('GET', '/a', mock('{}')), method('GET', '/fn', lambda(fn))];
    const model = assembly({
      restApis: [restApi(methods, { stages: [stage('prod', { accessLog })] })],
      functions: new Map([[fn.arn, fn]]),
      fidelity: [{ path: 'Stack/Waf', message: 'is not evaluated', effect: 'ignored' }],
    });
    const gateway = await startGateway({
      assembly: model,
      environment: {},
      verbose: true,
      onEvent: (event) => lines.push(JSON.parse(JSON.stringify(event))),
    });
    await gateway.fetch(`${gateway.apis[0].url}/fn`);
    await gateway.fetch(`${gateway.apis[0].url}/nowhere`);
    await gateway.reload({ ...model, restApis: [restApi([methods[0]])] });
    await gateway.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('of what listens', () => {
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/prod$/);
    expect(of('listening')).toEqual([
      { event: 'listening', apis: [{ id: 'Api', name: 'orders', type: 'REST', stage: 'prod', url }] },
    ]);
  });

  test('of keys that were made', () => {
    expect(of('credentials')).toEqual([
      { event: 'credentials', accessKeyId: expect.any(String), secretAccessKey: expect.any(String) },
    ]);
  });

  test('of what is not emulated', () => {
    expect(of('fidelity')).toEqual([
      { event: 'fidelity', entries: [{ path: 'Stack/Waf', message: 'is not evaluated', effect: 'ignored' }] },
    ]);
  });

  test('of requests', () => {
    const request = {
      event: 'request',
      api: 'Api',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      ms: expect.any(Number),
      trace: expect.any(Array),
    };
    expect(of('request')).toEqual([
      { ...request, path: '/prod/fn', status: 200, decidedBy: 'integration' },
      { ...request, path: '/prod/nowhere', status: 403, decidedBy: 'route', reason: expect.any(String) },
    ]);
    const [{ trace }] = of('request') as unknown as { trace: object[] }[];
    expect(trace[0]).toEqual({ stage: expect.any(String), text: expect.any(String) });
  });

  test('of the access log', () => {
    expect(of('access-log')[0]).toEqual({
      event: 'access-log',
      api: 'Api',
      destination: 'arn:aws:logs:us-east-1:123456789012:log-group:access',
      line: '200',
    });
  });

  test('of what functions print', () => {
    expect(of('function-log')).toContainEqual({
      event: 'function-log',
      function: 'fn',
      requestId: expect.any(String),
      stream: 'stdout',
      text: expect.stringContaining('hi'),
    });
  });

  test('of reloads', () => {
    expect(of('reloaded')).toEqual([{ event: 'reloaded', functions: [], apis: ['Api'], ms: expect.any(Number) }]);
  });
});
