import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { GatewayEvent } from '../../lib/gateway/events';
import { type Gateway, type GatewayOptions, startGateway } from '../../lib/gateway/gateway';
import type { AssemblyModel, RestApiModel } from '../../lib/gateway/model';
import { assembly, lambda, lambdaFunction, method, mock, restApi, stage } from './assembly-model';
import { TimerClock } from './timer-clock';

const open: Gateway[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(model: AssemblyModel, more: Partial<GatewayOptions> = {}) {
  const events: GatewayEvent[] = [];
  const gateway = await startGateway({
    assembly: model,
    listen: false,
    environment: {},
    onEvent: (event) => events.push(event),
    ...more,
  });
  open.push(gateway);
  const requests = () => events.filter((event) => event.event === 'request');
  return { gateway, events, requests };
}

const oneApi = (more: Partial<RestApiModel> = {}, methods = [method('GET', '/a', mock('{"route": "a"}'))]) =>
  assembly({ restApis: [restApi(methods, more)] });

describe('fetch', () => {
  test('takes a path behind the stage of the only API', async () => {
    const { gateway } = await start(oneApi());
    const response = await gateway.fetch('/a');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ route: 'a' });
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-amz-apigw-id')).toMatch(/=$/);
  });

  test('takes the URL of the API, which is that of the service where nothing listens', async () => {
    const { gateway } = await start(oneApi());
    expect(gateway.apis[0].url).toBe('https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod');
    expect((await gateway.fetch(`${gateway.apis[0].url}/a`)).status).toBe(200);
  });

  test('of several APIs needs a URL', async () => {
    const model = assembly({ restApis: [restApi([]), restApi([], { id: 'bbbbbbbbbb' })] });
    const { gateway } = await start(model);
    await expect(gateway.fetch('/a')).rejects.toThrow('could be for several APIs');
  });
});

describe('send', () => {
  test('keeps what fetch would lose', async () => {
    const { gateway } = await start(oneApi());
    const answer = await gateway.send('Api', { method: 'TRACE', target: '//prod//a' });
    expect(answer.status).toBe(403);
    expect(answer.headers).toContainEqual(['x-amzn-ErrorType', 'MissingAuthenticationTokenException']);
  });

  test('names the APIs that there are', async () => {
    const { gateway } = await start(oneApi());
    await expect(gateway.send('Other', { target: '/' })).rejects.toThrow('there is no API "Other", there are: "Api"');
  });
});

describe('a stage', () => {
  test('that the API does not have is forbidden', async () => {
    const { gateway, requests } = await start(oneApi());
    const answer = await gateway.send('Api', { target: '/dev/a' });
    expect(String(answer.body)).toBe('{"message":"Forbidden"}');
    expect(answer.status).toBe(403);
    expect(requests()).toMatchObject([{ status: 403, decidedBy: 'stage' }]);
  });

  test('is one of several at the same address, each with its own variables', async () => {
    const stages = [stage('prod', { variables: { v: '1' } }), stage('dev', { variables: { v: '2' } })];
    const { gateway } = await start(oneApi({ stages }, [method('GET', '/a', mock('$stageVariables.v'))]));
    expect(gateway.apis.map(({ stage: name }) => name)).toEqual(['prod', 'dev']);
    expect(String((await gateway.send('Api', { target: '/dev/a' })).body)).toBe('2');
  });

  test('with a canary sends its share there, with the canary’s variables', async () => {
    const canary = { percentTraffic: 100, variables: { v: 'canary' }, useStageCache: false };
    const stages = [stage('prod', { variables: { v: 'base', w: 'w' }, canary })];
    const template = '$stageVariables.v $stageVariables.w $context.isCanaryRequest';
    const { gateway } = await start(oneApi({ stages }, [method('GET', '/a', mock(template))]));
    expect(await (await gateway.fetch('/a')).text()).toBe('canary w true');
  });

  test('writes its access log in its own format, of refused requests too', async () => {
    const format = '$context.httpMethod $context.resourcePath $context.status $context.error.message $context.nothing';
    const stages = [stage('prod', { accessLog: { destinationArn: 'arn:log', format } })];
    const { gateway, events } = await start(oneApi({ stages }));
    await gateway.fetch('/a');
    await gateway.fetch('/b');
    expect(events.filter(({ event }) => event === 'access-log')).toEqual([
      { event: 'access-log', api: 'Api', destination: 'arn:log', line: 'GET /a 200 - -' },
      { event: 'access-log', api: 'Api', destination: 'arn:log', line: 'GET - 403 Missing Authentication Token -' },
    ]);
  });
});

describe('a custom domain', () => {
  const domains = [
    { domainName: 'api.example.com', basePath: '', apiId: 'abcdefghij', stage: 'prod' },
    { domainName: 'api.example.com', basePath: 'v1/b', apiId: 'bbbbbbbbbb', stage: 'dev' },
    { domainName: 'only.example.com', basePath: 'x', apiId: 'abcdefghij', stage: 'prod' },
  ];
  const template = (name: string) => mock(`${name} $context.path`);
  const model = assembly({
    domains,
    restApis: [
      restApi([method('GET', '/a', template('first'))], { disableExecuteApiEndpoint: true }),
      restApi([method('GET', '/a', template('second'))], { id: 'bbbbbbbbbb', stages: [stage('dev')] }),
    ],
  });

  test('leads to the API of the longest base path', async () => {
    const { gateway } = await start(model);
    expect(await (await gateway.fetch('https://api.example.com/a')).text()).toBe('first /a');
    expect(await (await gateway.fetch('https://api.example.com/v1/b/a')).text()).toBe('second /v1/b/a');
    expect((await gateway.fetch('https://api.example.com/v1/bb/a')).status).toBe(403);
  });

  test('without a base path for the request is forbidden', async () => {
    const { gateway } = await start(model);
    expect((await gateway.fetch('https://only.example.com/a')).status).toBe(403);
  });

  test('is the only way in when the invoke endpoint is disabled', async () => {
    const { gateway } = await start(model);
    expect((await gateway.fetch('https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod/a')).status).toBe(403);
  });
});

describe('limits', () => {
  test('headers of more than 10,240 bytes are too large', async () => {
    const { gateway } = await start(oneApi());
    const answer = await gateway.send('Api', { target: '/prod/a', headers: [['a', 'x'.repeat(10_240)]] });
    expect(answer).toMatchObject({ status: 413, body: Buffer.from('{"message":"Request Too Long"}') });
  });

  test('a backend that does not answer in time is given up', async () => {
    const folder = codeFolder('exports.handler = () => new Promise(() => setTimeout(() => {}, 10000))');
    const fn = lambdaFunction('slow', { codeDirectory: folder, timeoutMs: 30_000 });
    const clock = new TimerClock();
    const slow = method('GET', '/slow', lambda(fn, { timeoutMs: 50 }));
    const model = assembly({ restApis: [restApi([slow])], functions: new Map([[fn.arn, fn]]) });
    const { gateway, requests } = await start(model, { clock });
    const answer = gateway.fetch('/slow');
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(50);
    expect((await answer).status).toBe(504);
    expect(await (await answer).text()).toBe('{"message": "Endpoint request timed out"}');
    expect(requests()).toMatchObject([{ status: 504, decidedBy: 'integration' }]);
  });
});

describe('a compressed body', () => {
  const echo = method('POST', '/a', mock('$context.requestId'), {
    validator: { body: true, parameters: false },
    requestModels: { 'application/json': 'Order' },
  });
  const schemas = { Order: { type: 'object', required: ['id'] } };
  const post = async (body: Buffer, encoding: string, more: Partial<RestApiModel> = { minimumCompressionSize: 0 }) => {
    const { gateway } = await start(oneApi({ schemas, ...more }, [echo]));
    const headers = [['Content-Encoding', encoding]] as const;
    return (await gateway.send('Api', { method: 'POST', target: '/prod/a', headers, body })).status;
  };

  test('is read by an API with compression', async () => {
    expect(await post(gzipSync('{"id":1}'), 'gzip')).toBe(200);
    expect(await post(gzipSync('{"id":1}'), 'gzip', {})).toBe(400);
  });

  test('of another encoding is refused, and so is a damaged one', async () => {
    expect(await post(Buffer.from('{"id":1}'), 'br')).toBe(415);
    expect(await post(Buffer.from('{"id":1}'), 'gzip')).toBe(400);
  });

  test('may not grow beyond the limit', async () => {
    expect(await post(gzipSync(Buffer.alloc(11 * 1024 * 1024)), 'gzip')).toBe(413);
  });
});

describe('answers', () => {
  test('are compressed from the API’s size on, for clients that can read it', async () => {
    const long = 'x'.repeat(100);
    const { gateway } = await start(oneApi({ minimumCompressionSize: 50 }, [method('GET', '/a', mock(long))]));
    const headers = [['Accept-Encoding', 'br, gzip;q=0.5']] as const;
    const answer = await gateway.send('Api', { target: '/prod/a', headers });
    expect(answer.headers).toContainEqual(['Content-Encoding', 'gzip']);
    expect(gunzipSync(answer.body as Buffer).toString()).toBe(long);
    expect(String((await gateway.send('Api', { target: '/prod/a' })).body)).toBe(long);
  });

  test('to HEAD come from a HEAD method only', async () => {
    const { gateway } = await start(oneApi({}, [method('GET', '/a', mock('{}')), method('HEAD', '/b', mock('{}'))]));
    expect((await gateway.fetch('/a', { method: 'HEAD' })).status).toBe(403);
    expect((await gateway.fetch('/b', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('functions', () => {
  test('need a permission that lets the API call them', async () => {
    const folder = codeFolder('exports.handler = async () => ({ body: "called" })');
    const allowed = (sourceArn: string) => [{ principal: 'apigateway.amazonaws.com', sourceArn }];
    const arn = 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij';
    const fn = lambdaFunction('fn', { codeDirectory: folder, invokePermissions: allowed(`${arn}/*/GET/a/*`) });
    const methods = [method('GET', '/a/{id}', lambda(fn)), method('GET', '/b', lambda(fn))];
    const model = assembly({ restApis: [restApi(methods)], functions: new Map([[fn.arn, fn]]) });
    const { gateway, requests } = await start(model);
    expect(await (await gateway.fetch('/a/1')).text()).toBe('called');
    expect((await gateway.fetch('/b')).status).toBe(500);
    expect(requests().at(-1)).toMatchObject({ reason: expect.stringContaining('no AWS::Lambda::Permission') });
  });

  test('find the APIs of the template at their local address', async () => {
    const folder = codeFolder(
      'exports.handler = async () => ({ body: process.env.URL + " " + process.env.AWS_ENDPOINT_URL_S3 })',
    );
    const url = 'https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod';
    const fn = lambdaFunction('fn', { codeDirectory: folder, environment: { URL: url } });
    const model = assembly({
      restApis: [restApi([method('GET', '/a', lambda(fn))])],
      functions: new Map([[fn.arn, fn]]),
    });
    const { gateway } = await start(model, { listen: true, environment: { AWS_ENDPOINT_URL_S3: 'http://s3' } });
    const response = await fetch(`${gateway.apis[0].url}/a`);
    expect(await response.text()).toBe(`${gateway.apis[0].url} http://s3`);
  });

  test('stream their answer', async () => {
    const folder = codeFolder(`
      exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-a': 'b' } });
        out.write('one ');
        out.end('two');
      });`);
    const fn = lambdaFunction('fn', { codeDirectory: folder });
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${fn.arn}/response-streaming-invocations`;
    const streaming = lambda(fn, { responseTransferMode: 'STREAM', uri });
    const model = assembly({
      restApis: [restApi([method('GET', '/a', streaming)])],
      functions: new Map([[fn.arn, fn]]),
    });
    const { gateway } = await start(model);
    const response = await gateway.fetch('/a');
    expect(response.status).toBe(201);
    expect(response.headers.get('x-a')).toBe('b');
    expect(await response.text()).toBe('one two');
  });
});

describe('reload', () => {
  test('serves the new definition at the same address', async () => {
    const { gateway, events } = await start(oneApi(), { listen: true });
    const { url } = gateway.apis[0];
    const changed = oneApi({}, [method('GET', '/a', mock('{"route": "new"}'))]);
    expect(await gateway.reload(changed)).toMatchObject({ apis: ['Api'], functions: [] });
    expect(await (await fetch(`${url}/a`)).json()).toEqual({ route: 'new' });
    expect(events.filter(({ event }) => event === 'reloaded')).toHaveLength(1);
  });

  test('opens what is new and closes what is gone', async () => {
    const { gateway } = await start(oneApi(), { listen: true });
    const { url } = gateway.apis[0];
    await gateway.reload(oneApi({ id: 'bbbbbbbbbb' }));
    expect((await fetch(`${gateway.apis[0].url}/a`)).status).toBe(200);
    await expect(fetch(`${url}/a`)).rejects.toThrow('fetch failed');
  });

  test('that fails leaves the old definition in place', async () => {
    const { gateway } = await start(oneApi());
    await expect(gateway.reload('/nowhere/at/all')).rejects.toThrow('"/nowhere/at/all"');
    expect((await gateway.fetch('/a')).status).toBe(200);
  });
});

describe('start', () => {
  test('counts the ports of several APIs up', async () => {
    const { gateway: probe } = await start(oneApi(), { listen: true });
    const port = Number(new URL(probe.apis[0].url).port);
    await probe.close();
    const model = assembly({ restApis: [restApi([]), restApi([], { id: 'bbbbbbbbbb' })] });
    const { gateway } = await start(model, { listen: true, port });
    expect(gateway.apis.map(({ url }) => Number(new URL(url).port))).toEqual([port, port + 1]);
  });

  test('names what is not emulated, and refuses it when strict', async () => {
    const fidelity = [{ path: 'Stack/Waf', message: 'is not evaluated', effect: 'ignored' as const }];
    const { events } = await start({ ...oneApi(), fidelity });
    expect(events).toContainEqual({ event: 'fidelity', entries: fidelity });
    await expect(start({ ...oneApi(), fidelity }, { strict: true })).rejects.toThrow('Stack/Waf: is not evaluated');
  });

  test('takes the keys of the environment, or makes a pair', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };
    const given = await start(oneApi(), { environment });
    expect(given.gateway.credentials).toMatchObject({ accessKeyId: 'AKID', generated: false });
    const made = await start(oneApi());
    expect(made.gateway.credentials).toMatchObject({ accessKeyId: expect.stringMatching(/^AKIA/), generated: true });
  });

  test('refuses a port that is none', async () => {
    await expect(start(oneApi(), { port: 70_000 })).rejects.toThrow('port must be a whole number from 0 to 65535');
  });
});

test('traces say what each stage did, when asked for', async () => {
  const { gateway, requests } = await start(oneApi(), { verbose: true });
  const response = await gateway.fetch('/a');
  expect(response.headers.get('x-gatehouse-decided-by')).toBe('integration');
  expect(requests()).toMatchObject([
    {
      trace: [
        { stage: 'route', text: 'GET /a' },
        { stage: 'integration request', text: 'template application/json: {"statusCode": 200}' },
        { stage: 'integration request', text: 'rendered: {"statusCode": 200}' },
        { stage: 'integration response', text: 'template application/json: {"route": "a"}' },
        { stage: 'integration response', text: 'rendered: {"route": "a"}' },
      ],
    },
  ]);
});

function codeFolder(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  folders.push(folder);
  writeFileSync(join(folder, 'index.js'), source);
  return folder;
}
