import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ApiGatewayManagementApi } from '@aws-sdk/client-apigatewaymanagementapi';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, RequestValue, ServerlessWebSocketApi } from 'cdk-gatehouse';
import { LocalApi } from 'cdk-gatehouse/testing';
import { mintToken } from '../../lib/gateway/authorizers';

const WSCAT = join(require.resolve('wscat/package.json'), '../bin/wscat');
const TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
const CTRL_D = '\u0004';
const PASSWORD = 'tea:time';
const PING = '{"action":"ping"}';
const PONG = '{"pong":true}';

/** Lines in, lines out: `wscat` at a terminal, as somebody uses it who has no other client at hand. */
class Wscat {
  private readonly child: ChildProcess;
  private printed = '';
  private wake: () => void = () => undefined;
  readonly ended: Promise<number | null>;

  constructor(url: string, ...options: string[]) {
    const command = [process.execPath, WSCAT, '--no-color', '-c', url, ...options];
    this.child = spawn('python3', ['-c', TERMINAL, ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout?.on('data', (data) => {
      this.printed += data;
      this.wake();
    });
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    void this.ended.then(() => this.wake());
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** What it printed, once that holds `pattern`. */
  async shows(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(stripVTControlCharacters(this.printed));
      if (found) return found[1] ?? found[0];
      if (this.child.exitCode !== null) throw new Error(`wscat ended: ${this.printed}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Types a line once it is connected; answers the message that comes. */
  async say(line: string): Promise<string> {
    await this.shows(/Connected/);
    this.printed = 'Connected';
    this.type(`${line}\n`);
    return this.shows(/< (.*)\r?\n/);
  }

  async leave(): Promise<number | null> {
    this.type(CTRL_D);
    return this.ended;
  }

  /** What it says when it is not let in. */
  async refusal(): Promise<string> {
    return this.shows(/error: (.*)\r?\n/);
  }
}

let open: LocalApi;
let signed: LocalApi;
let members: LocalApi;
let staff: LocalApi;

beforeAll(async () => {
  const ping = { ping: { backend: Backend.mock({ body: { pong: true } }), reply: true } };
  const app = new App();
  const stackOf = (id: string) => new Stack(app, id, { env: { region: 'us-east-1' } });
  const code = (stack: Stack, id: string, text: string) =>
    new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(text),
    });

  const talk = stackOf('Talk');
  new ServerlessWebSocketApi(talk, 'Api', {
    authorizer: Authorizer.none(),
    connect: { handler: code(talk, 'Connect', CONNECT) },
    routes: ping,
    defaultRoute: { handler: code(talk, 'Echo', ECHO), reply: true },
  });
  const signedTalk = stackOf('Signed');
  new ServerlessWebSocketApi(signedTalk, 'Api', { routes: ping });
  const users = stackOf('Users');
  const authorizer = Authorizer.cognito(new cognito.UserPool(users, 'Pool'));
  new ServerlessWebSocketApi(users, 'Api', { authorizer, routes: ping });
  const guarded = stackOf('Guarded');
  new ServerlessWebSocketApi(guarded, 'Api', {
    authorizer: Authorizer.request(code(guarded, 'Guard', GUARD), {
      identitySources: [RequestValue.header('Authorization')],
    }),
    routes: ping,
  });
  [open, signed, members, staff] = await Promise.all([talk, signedTalk, users, guarded].map((s) => LocalApi.of(s)));
});

const CONNECT = `exports.handler = async ({ queryStringParameters: query, headers }) => {
  if (query?.status) return { statusCode: Number(query.status) };
  const offered = headers['Sec-WebSocket-Protocol'];
  return { statusCode: 200, headers: offered && { 'Sec-WebSocket-Protocol': offered.split(',').pop().trim() } };
};`;
const ECHO = `exports.handler = async ({ body, requestContext: { connectionId, identity } }) =>
  ({ statusCode: 200, body: JSON.stringify({ body, connectionId, agent: identity.userAgent }) });`;
const GUARD = `exports.handler = async ({ headers, methodArn }) => {
  const [name, ...password] = Buffer.from(headers.Authorization.split(' ')[1] ?? '', 'base64').toString().split(':');
  if (name === 'ghost') throw new Error('Unauthorized');
  const Effect = password.join(':') === '${PASSWORD}' ? 'Allow' : 'Deny';
  return {
    principalId: name,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }] },
  };
};`;

const tokenOf = (api: LocalApi) =>
  mintToken(
    { sub: 'alice' },
    { model: api.gateway.model, keys: api.gateway.services.state.localKeys, clock: api.clock },
  );

test('it connects, talks, and leaves', async () => {
  const wscat = new Wscat(open.url);
  expect(await wscat.say(PING)).toBe(PONG);
  expect(JSON.parse(await wscat.say('grüezi ☕'))).toMatchObject({ body: 'grüezi ☕' });
  expect(await wscat.leave()).toBe(0);
});

test('it runs a command and prints the answer', async () => {
  const wscat = new Wscat(open.url, '-x', PING, '-w', '0.5');
  await wscat.shows(/^\{"pong":true\}\r?$/m);
  expect(await wscat.ended).toBe(0);
});

test('its pings are answered', async () => {
  const wscat = new Wscat(open.url, '--slash', '-P');
  expect(await wscat.say('/ping hello')).toBe('Received pong (data: "hello")');
  await wscat.leave();
});

test('it is told what a function posts to it, until it has left', async () => {
  const wscat = new Wscat(open.url);
  const { connectionId } = JSON.parse(await wscat.say('who am I?'));
  const client = new ApiGatewayManagementApi({
    endpoint: open.url.replace(/^ws/, 'http'),
    region: 'us-east-1',
    credentials: open.credentials(),
  });
  await client.postToConnection({ ConnectionId: connectionId, Data: 'you are you' });
  await wscat.shows(/< you are you/);
  await client.deleteConnection({ ConnectionId: connectionId });
  expect(await wscat.shows(/Disconnected \((.*)\)/)).toMatch(/^code: 1000/);
  const late = client.postToConnection({ ConnectionId: connectionId, Data: 'still there?' });
  await expect(late).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } });
});

test.each([401, 403, 410, 500])('a handler of connections that says %d keeps it out', async (status) => {
  const wscat = new Wscat(`${open.url}?status=${status}`);
  expect(await wscat.refusal()).toBe(`Unexpected server response: ${status}`);
});

test('a path that is no stage is refused', async () => {
  const wscat = new Wscat(open.url.replace(/\/[^/]*$/, '/nowhere'));
  expect(await wscat.refusal()).toBe('Unexpected server response: 403');
});

test('the subprotocol that the handler chose is agreed on, and none that nobody chose', async () => {
  const wscat = new Wscat(open.url, '-s', 'json', '-s', 'chat');
  expect(await wscat.say(PING)).toBe(PONG);
  await wscat.leave();
  const other = new Wscat(`${signedUrl(await presign(signed))}`, '-s', 'chat');
  expect(await other.refusal()).toBe('Server sent no subprotocol');
});

test('a token of a user lets it in, in a header or as a subprotocol', async () => {
  const token = tokenOf(members);
  for (const options of [
    ['-H', `Authorization: ${token}`],
    ['-s', 'chat', '-s', token],
  ]) {
    const wscat = new Wscat(members.url, ...options);
    expect(await wscat.say(PING)).toBe(PONG);
    await wscat.leave();
  }
  expect(await new Wscat(members.url).refusal()).toBe('Unexpected server response: 401');
  const forged = new Wscat(members.url, '-H', `Authorization: ${token.slice(0, -8)}AAAAAAAA`);
  expect(await forged.refusal()).toMatch(/^Unexpected server response: 40[13]$/);
});

test('a password lets it in where a function checks it', async () => {
  const wscat = new Wscat(staff.url, '--auth', `anna:${PASSWORD}`);
  expect(await wscat.say(PING)).toBe(PONG);
  await wscat.leave();
  expect(await new Wscat(staff.url).refusal()).toBe('Unexpected server response: 401');
  expect(await new Wscat(staff.url, '--auth', 'ghost:boo').refusal()).toBe('Unexpected server response: 401');
  expect(await new Wscat(staff.url, '--auth', 'anna:guess').refusal()).toBe('Unexpected server response: 403');
});

test('a signed address lets it in, and no other', async () => {
  const wscat = new Wscat(signedUrl(await presign(signed)));
  expect(await wscat.say(PING)).toBe(PONG);
  await wscat.leave();
  expect(await new Wscat(signed.url).refusal()).toBe('Unexpected server response: 403');
  const changed = signedUrl(await presign(signed)).replace(/Signature=..../, 'Signature=0000');
  expect(await new Wscat(changed).refusal()).toBe('Unexpected server response: 403');
});

type Presigned = Awaited<ReturnType<typeof presign>>;

/** As the AWS SDK makes addresses that are valid for a while. */
async function presign(api: LocalApi) {
  const url = new URL(api.url);
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'us-east-1',
    credentials: api.credentials(),
    sha256: Sha256,
  });
  const { hostname, port, host, protocol, pathname: path } = url;
  return signer.presign({ method: 'GET', protocol, hostname, port: Number(port), path, headers: { host } });
}

function signedUrl({ protocol, headers, path, query = {} }: Presigned): string {
  return `${protocol}//${headers.host}${path}?${new URLSearchParams(query as Record<string, string>)}`;
}
