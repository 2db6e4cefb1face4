import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { type ApiRefusal, createLambdaApi } from '../../../lib/gateway/lambda';
import type { RawRequest } from '../../../lib/gateway/server/raw';
import { Functions } from './functions';

let functions: Functions;
let server: Server;
let client: LambdaClient;
let refusal: ApiRefusal | undefined;

async function start(): Promise<void> {
  const answer = createLambdaApi({ functions: functions.start(), verify: () => refusal });
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', async () => {
      const response = await answer(
        rawRequest(incoming.method ?? '', incoming.url ?? '', incoming.rawHeaders, Buffer.concat(chunks)),
      );
      outgoing.writeHead(response.status, response.headers.flat());
      if (response.body instanceof Readable) response.body.pipe(outgoing);
      else outgoing.end(response.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
}

beforeEach(() => {
  functions = new Functions();
  refusal = undefined;
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  server.close();
  await functions.close();
});

const ECHO =
  'exports.handler = async (event, context) => { console.log("seen"); return { event, arn: context.invokedFunctionArn, client: context.clientContext } }';

describe('Invoke', () => {
  test('runs a function by name, ARN and partial ARN', async () => {
    const arn = functions.add('echo', ECHO);
    await start();
    for (const FunctionName of ['echo', arn, '000000000000:function:echo', `${arn}:live`, 'echo:live']) {
      const answer = await client.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' }));
      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
        event: { a: 1 },
        arn: FunctionName.endsWith(':live') ? `${arn}:live` : arn,
      });
    }
  });

  test('passes qualifier and client context on', async () => {
    functions.add('echo', ECHO);
    await start();
    const ClientContext = Buffer.from('{"custom":{"b":2}}').toString('base64');
    const answer = await client.send(new InvokeCommand({ FunctionName: 'echo', Qualifier: '7', ClientContext }));
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      event: {},
      arn: expect.stringMatching(/:echo:7$/),
      client: { custom: { b: 2 } },
    });
  });

  test('answers the log tail when asked', async () => {
    functions.add('echo', ECHO);
    await start();
    const answer = await client.send(new InvokeCommand({ FunctionName: 'echo', LogType: 'Tail' }));
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toMatch(
      /^START RequestId: [^]*\tINFO\tseen\n[^]*REPORT/,
    );
    const silent = await client.send(new InvokeCommand({ FunctionName: 'echo' }));
    expect(silent.LogResult).toBeUndefined();
  });

  test('says that a function failed', async () => {
    functions.add('bad', 'exports.handler = async () => { throw new Error("no") }');
    await start();
    const answer = await client.send(new InvokeCommand({ FunctionName: 'bad' }));
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorMessage: 'no' });
  });

  test('answers 202 to events and 204 to dry runs', async () => {
    functions.add('echo', ECHO);
    await start();
    const event = await client.send(new InvokeCommand({ FunctionName: 'echo', InvocationType: 'Event' }));
    expect(event).toMatchObject({ StatusCode: 202, Payload: new Uint8Array() });
    const dry = await client.send(new InvokeCommand({ FunctionName: 'echo', InvocationType: 'DryRun' }));
    expect(dry.StatusCode).toBe(204);
  });

  test.each([
    [
      'an unknown function',
      { FunctionName: 'nope' },
      'ResourceNotFoundException',
      404,
      'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nope',
    ],
    [
      'an event that is no JSON',
      { FunctionName: 'echo', Payload: '{' },
      'InvalidRequestContentException',
      400,
      /^Could not parse request body into json: /,
    ],
    [
      'an event above 6 MB',
      { FunctionName: 'echo', Payload: `"${'x'.repeat(6_291_456)}"` },
      'RequestTooLargeException',
      413,
      /^Request must be smaller than 6291456 bytes/,
    ],
    ['a throttled function', { FunctionName: 'none' }, 'TooManyRequestsException', 429, 'Rate Exceeded.'],
    [
      'an unknown invocation type',
      { FunctionName: 'echo', InvocationType: 'Later' as 'Event' },
      'ValidationException',
      400,
      /enum value set/,
    ],
  ])('refuses %s', async (_name, input, name, status, message) => {
    functions.add('echo', ECHO);
    functions.add('none', ECHO, { reservedConcurrency: 0 });
    await start();
    const error = await client.send(new InvokeCommand(input)).catch((thrown) => thrown);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(error.message).toMatch(message);
  });

  test('refuses what the signature check refuses', async () => {
    functions.add('echo', ECHO);
    refusal = { status: 403, errorType: 'InvalidSignatureException', message: 'no' };
    await start();
    await expect(client.send(new InvokeCommand({ FunctionName: 'echo' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: 'no',
    });
  });

  test('names operations that it does not know, with the way out', async () => {
    await start();
    await expect(client.send(new ListFunctionsCommand({}))).rejects.toThrow(
      /^GET \/2015-03-31\/functions\/? is not an operation of Lambda that runs on localhost: set AWS_ENDPOINT_URL_LAMBDA/,
    );
  });
});

describe('InvokeWithResponseStream', () => {
  async function stream(FunctionName: string): Promise<{ text: string; complete: unknown }> {
    const answer = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: '{"a":1}' }));
    let text = '';
    let complete: unknown;
    for await (const event of answer.EventStream ?? []) {
      if (event.PayloadChunk) text += Buffer.from(event.PayloadChunk.Payload ?? []).toString();
      if (event.InvokeComplete) complete = event.InvokeComplete;
    }
    return { text, complete };
  }

  test('passes the parts of a streaming handler on', async () => {
    functions.add(
      'parts',
      'exports.handler = awslambda.streamifyResponse(async (event, out) => { out.write("a"); await new Promise((r) => setTimeout(r, 20)); out.write({ b: event.a }); out.end(); })',
    );
    await start();
    expect(await stream('parts')).toEqual({ text: 'a{"b":1}', complete: {} });
  });

  test('answers a buffered handler whole', async () => {
    functions.add('whole', 'exports.handler = async () => ({ whole: true })');
    await start();
    expect(await stream('whole')).toEqual({ text: '{"whole":true}', complete: {} });
  });

  test.each([
    ['before its first byte', 'throw new Error("early")', ''],
    ['midway', 'out.write("some"); await new Promise((r) => setTimeout(r, 20)); throw new Error("late")', 'some'],
    ['by exit', 'out.write("some"); await new Promise((r) => setTimeout(r, 20)); process.exit(1)', 'some'],
  ])('says that a function failed %s', async (_name, code, text) => {
    functions.add('bad', `exports.handler = awslambda.streamifyResponse(async (event, out) => { ${code} })`);
    await start();
    expect(await stream('bad')).toMatchObject({
      text,
      complete: { ErrorCode: 'Unhandled', ErrorDetails: expect.any(String) },
    });
  });
});

function rawRequest(method: string, target: string, rawHeaders: string[], body: Buffer): RawRequest {
  const [path, query = ''] = target.split('?');
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1]] as const] : [],
  );
  return {
    method,
    target,
    path,
    query,
    headers,
    body,
    remoteAddress: '127.0.0.1',
    receivedAt: 0,
    signal: new AbortController().signal,
  };
}
