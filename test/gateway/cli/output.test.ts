import { formatEvent as format } from '../../../lib/gateway/cli/format-event';
import { formatRows, formatStart } from '../../../lib/gateway/cli/start-table';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { assembly, lambdaFunction, method, mock, origin, restApi } from '../assembly-model';

const formatEvent = (event: GatewayEvent, verbose = false) =>
  format(event, { verbose, nameOf: (name) => name.replace('fn-1', 'Shop/Fn') });

const RUNTIME_FRAME =
  '    at Invocation.run (/app/node_modules/cdk-gatehouse/lib/gateway/lambda/bootstrap/invocation.ts:27:22)';

describe('a line for people', () => {
  const request = {
    event: 'request',
    api: 'Api',
    requestId: 'id',
    method: 'GET',
    path: '/prod/a',
    status: 403,
    decidedBy: 'authorize',
    ms: 3,
  } as const;

  test('of a request ends with the stage that decided and the time, then the reason', () => {
    expect(formatEvent(request)).toBe('GET /prod/a 403  authorize 3 ms');
    expect(formatEvent({ ...request, reason: 'no policy allows it' })).toBe(
      'GET /prod/a 403  authorize 3 ms  no policy allows it',
    );
  });

  test('has the trace below it', () => {
    expect(formatEvent({ ...request, trace: [{ stage: 'route', text: 'GET /a' }] })).toBe(
      'GET /prod/a 403  authorize 3 ms\n    route: GET /a',
    );
    expect(formatEvent({ ...request, trace: [{ stage: 'integration request', text: 'template a: {\n}' }] })).toContain(
      '\n    integration request: template a: {\n      }',
    );
  });

  test('of a function names it on each line', () => {
    expect(formatEvent({ event: 'function-log', function: 'fn', stream: 'stdout', text: 'a\nb\n' })).toBe(
      '  fn  a\n  fn  b',
    );
  });

  test('of a function leaves out what Lambda puts before each line', () => {
    const text = (level: string) => `2024-05-01T10:00:00.123Z\t7c9e6679-7425-40de-944b-e07fc1f90ae7\t${level}\ta\tb\nc`;
    const line = (level: string) =>
      formatEvent({ event: 'function-log', function: 'fn', stream: 'stdout', text: text(level) });
    expect(line('INFO')).toBe('  fn  a\tb\n  fn  c');
    expect(line('WARN')).toBe('  fn  WARN  a\tb\n  fn  c');
  });

  test('of a function that logs JSON is what it said', () => {
    const line = (record: object) =>
      formatEvent({
        event: 'function-log',
        function: 'fn-1',
        stream: 'stdout',
        text: JSON.stringify({ timestamp: '2024-05-01T10:00:00.123Z', level: 'INFO', requestId: 'r', ...record }),
      });
    expect(line({ message: 'placed' })).toBe('  Shop/Fn  placed');
    expect(line({ level: 'WARN', message: { a: 1 }, order: 7 })).toBe('  Shop/Fn  WARN  {"a":1} {"order":7}');
    const failure = {
      errorType: 'Error',
      errorMessage: 'no',
      stackTrace: ['Error: no', '    at x', RUNTIME_FRAME, '    at y'],
    };
    expect(line({ level: 'ERROR', message: { ...failure, code: 'E1' } })).toBe(
      '  Shop/Fn  ERROR  Error: no\n  Shop/Fn      at x\n  Shop/Fn  {"code":"E1"}',
    );
    expect(line({ message: { ...failure, stackTrace: [] } })).toBe('  Shop/Fn  Error: no');
    expect(line({ level: 'ERROR', errorType: 'Error', errorMessage: 'no', stackTrace: ['Error: no', '  at x'] })).toBe(
      '  Shop/Fn  ERROR  {"errorType":"Error","errorMessage":"no"}\n  Shop/Fn  Error: no\n  Shop/Fn    at x',
    );
    expect(line({ stackTrace: 'none', message: 'm' })).toContain('"timestamp"');
  });

  test('of an access log is shown only on request', () => {
    const event = { event: 'access-log', api: 'Api', destination: 'arn', line: '{}' } as const;
    expect(formatEvent(event)).toBeUndefined();
    expect(formatEvent(event, true)).toBe('  access log  {}');
  });

  test('of a reload names what is new', () => {
    expect(formatEvent({ event: 'reloaded', apis: ['Api'], functions: ['fn-1'], ms: 60 })).toBe(
      'reloaded API Api, Shop/Fn in 60 ms',
    );
    expect(formatEvent({ event: 'reloaded', apis: [], functions: [], ms: 6 })).toBe(
      'reloaded nothing that answers differently in 6 ms',
    );
  });

  test('of what is not emulated says where and with what effect', () => {
    const entries = [{ path: 'Stack/Waf', message: 'web ACLs are not evaluated', effect: 'ignored' as const }];
    expect(formatEvent({ event: 'fidelity', entries })).toBe(
      'Not as on AWS:\n  Stack/Waf: web ACLs are not evaluated (no effect here)',
    );
  });
});

describe('the table', () => {
  const model = assembly({
    restApis: [
      restApi([
        method('GET', '/a', mock('{}'), { authorizationType: 'AWS_IAM' }),
        method('ANY', '/b/{id}', mock('{}')),
      ]),
    ],
  });
  const apis = [{ id: 'Api', name: 'orders', type: 'REST' as const, stage: 'prod', url: 'http://127.0.0.1:3000/prod' }];
  const credentials = {
    accessKeyId: 'AKID',
    secretAccessKey: 'secret',
    userArn: 'arn',
    accountId: '1',
    generated: true,
  };

  test('has a line per route, and the keys that were made', () => {
    expect(formatStart({ apis, model, credentials })).toBe(
      [
        'orders  http://127.0.0.1:3000/prod',
        '  GET  /a       IAM   mock',
        '  ANY  /b/{id}  none  mock',
        '',
        'Keys for signed requests:',
        '  export AWS_ACCESS_KEY_ID=AKID',
        '  export AWS_SECRET_ACCESS_KEY=secret',
        '  curl --aws-sigv4 aws:amz:us-east-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" http://127.0.0.1:3000/prod',
        '',
      ].join('\n'),
    );
  });

  test('has no keys where nothing is signed', () => {
    const open = assembly({ restApis: [restApi([method('GET', '/a', mock('{}'))])] });
    expect(formatStart({ apis, model: open, credentials })).not.toContain('Keys');
  });

  test('does not show keys that the user gave', () => {
    expect(formatStart({ apis, model, credentials: { ...credentials, generated: false } })).not.toContain('secret');
  });

  test('has the API keys of each usage plan, those of more than ten by number', () => {
    const apiKey = (name: string, more = {}) => ({
      origin: origin(name),
      id: name,
      name,
      value: `value-of-${name}`,
      enabled: true,
      ...more,
    });
    const plan = (name: string, keyIds: string[]) => ({ origin: origin(name), id: name, name, stages: [], keyIds });
    const many = Array.from({ length: 12 }, (_, index) => `k${index}`);
    const keyed = assembly({
      restApis: [restApi([method('GET', '/a', mock('{}'))])],
      apiKeys: [apiKey('acme'), apiKey('old', { enabled: false }), ...many.map((name) => apiKey(name))],
      usagePlans: [plan('Gold', ['acme', 'old']), plan('Free', many)],
    });
    const table = formatStart({ apis, model: keyed, credentials });
    expect(table).toContain(
      [
        'API keys by usage plan:',
        '  Stack/Gold  Stack/acme  value-of-acme',
        '  Stack/Gold  Stack/old   value-of-old (disabled)',
      ].join('\n'),
    );
    expect(table).toContain('  Stack/Free  and 2 more\n');
    expect(table).not.toContain('value-of-k10');
  });

  test('says on which Node.js functions run, where AWS has another one', () => {
    const functions = new Map(
      ['nodejs22.x', 'nodejs98.x', 'nodejs99.x', 'python3.13'].map((runtime) => {
        const unsupported = runtime.startsWith('python') ? 'only Node.js runs here' : undefined;
        return [runtime, lambdaFunction(runtime, { runtime, unsupported })] as const;
      }),
    );
    const table = (version: string) => formatStart({ apis, model: { ...model, functions }, credentials }, version);
    expect(table('22.1.0')).toContain('\nFunctions run on Node.js 22.1.0 here, on AWS on nodejs98.x, nodejs99.x\n');
    const same = { ...model, functions: new Map([['f', lambdaFunction('f', { runtime: 'nodejs22.x' })]]) };
    expect(formatStart({ apis, model: same, credentials }, '22.1.0')).not.toContain('Functions run');
  });

  test('leaves columns out that nobody fills', () => {
    const row = { api: 'a', method: 'GET', path: '/', backend: 'mock', auth: 'IAM', cache: '', throttle: '' };
    expect(formatRows([row])).toBe('GET  /  IAM  mock');
    expect(formatRows([{ ...row, throttle: '5/s' }])).toBe('GET  /  IAM  mock  5/s');
  });
});
