import { HELP, parseCommandLine } from '../../../lib/gateway/cli/arguments';

const DEV = {
  name: 'dev',
  app: undefined,
  context: {},
  parameters: {},
  valuesFile: undefined,
  format: 'text',
  port: 3000,
  host: '127.0.0.1',
  watch: true,
  strict: false,
  verbose: false,
  upstreams: {},
  authorizers: {},
};

describe('gatehouse dev', () => {
  test('needs no option', () => {
    expect(parseCommandLine(['dev'])).toEqual(DEV);
  });

  test('takes every option', () => {
    const line =
      'dev --app cdk.out --port 0 --host 0.0.0.0 --no-watch --strict --verbose --format json -c a=1 --context b=x=y ' +
      '--parameter P=1 --values v.json --upstream api.test=http://127.0.0.1:1 --upstream b=c --authorizer company=allow ' +
      '--account-throttle 50000';
    expect(parseCommandLine(line.split(' '))).toEqual({
      name: 'dev',
      app: 'cdk.out',
      context: { a: '1', b: 'x=y' },
      parameters: { P: '1' },
      valuesFile: 'v.json',
      format: 'json',
      port: 0,
      host: '0.0.0.0',
      watch: false,
      strict: true,
      verbose: true,
      upstreams: { 'api.test': 'http://127.0.0.1:1', b: 'c' },
      authorizers: { company: 'allow' },
      accountThrottle: { rateLimit: 50_000 },
    });
  });

  test.each([
    [['dev', '--port', '70000'], '--port must be a whole number from 0 to 65535, got "70000"'],
    [['dev', '--port', '1.5'], '--port must be a whole number from 0 to 65535, got "1.5"'],
    [['dev', '--format', 'xml'], '--format must be text or json, got "xml"'],
    [['--app', 'cdk.out'], 'name a command: dev, routes, token, openapi'],
    [['dev', '-c', 'a'], '-c must be KEY=VALUE, got "a"'],
    [['dev', '--upstream', '=b'], '--upstream must be FROM=TO, got "=b"'],
    [['dev', 'cdk.out'], 'dev takes no argument "cdk.out", quote values that hold spaces'],
    [
      ['dev', '--account-throttle', '0'],
      '--account-throttle must be RATE or RATE,BURST, whole numbers above 0, got "0"',
    ],
    [
      ['dev', '--account-throttle', '5,'],
      '--account-throttle must be RATE or RATE,BURST, whole numbers above 0, got "5,"',
    ],
    [['serve'], 'there is no command "serve"'],
    [['dev', '--nothing'], "unknown option '--nothing'"],
  ])('%j is refused', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});

test('gatehouse routes takes no option of dev', () => {
  expect(parseCommandLine(['routes', '--app', 'x'])).toMatchObject({ name: 'routes', app: 'x' });
  expect(() => parseCommandLine(['routes', '--port', '1'])).toThrow('--port is an option of dev');
});

test('gatehouse openapi takes the API that is meant', () => {
  expect(parseCommandLine(['openapi', '--api', 'orders'])).toMatchObject({ name: 'openapi', api: 'orders' });
  expect(() => parseCommandLine(['routes', '--api', 'orders'])).toThrow('--api is an option of openapi');
});

test('help is what there is without a command, and tells of every option', () => {
  expect(parseCommandLine([])).toEqual({ name: 'help' });
  expect(parseCommandLine(['dev', '-h'])).toEqual({ name: 'help' });
  expect(parseCommandLine(['--version'])).toEqual({ name: 'version' });
  for (const option of [
    'app',
    'context',
    'parameter',
    'values',
    'format',
    'port',
    'host',
    'no-watch',
    'strict',
    'upstream',
    'authorizer',
    'verbose',
  ]) {
    expect(HELP).toContain(`--${option}`);
  }
});
