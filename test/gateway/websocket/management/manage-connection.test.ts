import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { credentialsForRole } from '../../../../lib/gateway/authorizers';
import type { Gateway } from '../../../../lib/gateway/gateway';
import { origin as originOf } from '../../assembly-model';
import { TimerClock } from '../../timer-clock';
import { closeAll, lambda, Recorder, route, serve, TWO_WAY, webSocketApi, webSocketStage } from '../chat';

const clients: ApiGatewayManagementApiClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await closeAll();
});

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

function clientOf(gateway: Gateway, more: { readonly credentials?: Keys; readonly stage?: string } = {}) {
  const { origin } = new URL(gateway.apis[0].url.replace(/^ws/, 'http'));
  const client = new ApiGatewayManagementApiClient({
    endpoint: `${origin}/${more.stage ?? 'dev'}`,
    region: 'us-east-1',
    credentials: more.credentials ?? gateway.credentials,
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

const api = webSocketApi(
  [route('$connect', lambda('fn')), route('$disconnect', lambda('end')), route('$default', lambda('whoami'), TWO_WAY)],
  { stages: [webSocketStage('dev'), webSocketStage('beta')] },
);
const whoami = (event: any) => ({ body: event.requestContext.connectionId });
const handlers = { fn: () => ({ statusCode: 200 }), end: () => ({}), whoami };

describe('@connections', () => {
  test('POST sends one text message', async () => {
    const { connect, gateway, requests } = await serve(api, handlers);
    const [one, other] = [await connect(), await connect()];
    const client = clientOf(gateway);
    const ConnectionId = await one.ask('x');
    const { $metadata } = await client.send(new PostToConnectionCommand({ ConnectionId, Data: 'grüße' }));
    expect($metadata.httpStatusCode).toBe(200);
    expect(await one.receive()).toBe('grüße');
    expect(await other.ask('y')).not.toBe(ConnectionId);
    const posted = requests().find(({ method }) => method === 'POST');
    expect(posted).toMatchObject({ status: 200, decidedBy: '@connections' });
  });

  test('GET describes the connection', async () => {
    const clock = new TimerClock(Date.now());
    const { connect, gateway } = await serve(api, handlers, { options: { clock } });
    const peer = await connect({ headers: { 'User-Agent': 'test/1' } });
    const connectedAt = new Date(clock.now());
    clock.advance(60_000);
    const ConnectionId = await peer.ask('x');
    const { $metadata: _, ...description } = await clientOf(gateway).send(new GetConnectionCommand({ ConnectionId }));
    expect(description).toEqual({
      ConnectedAt: connectedAt,
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'test/1' },
      LastActiveAt: new Date(clock.now()),
    });
  });

  test('DELETE closes it, once and for all', async () => {
    const end = new Recorder();
    const { connect, gateway } = await serve(api, { ...handlers, end: end.handler });
    const peer = await connect();
    const ConnectionId = await peer.ask('x');
    const client = clientOf(gateway);
    const { $metadata } = await client.send(new DeleteConnectionCommand({ ConnectionId }));
    expect($metadata.httpStatusCode).toBe(204);
    await expect(client.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toThrow(
      expect.objectContaining({ name: 'GoneException' }),
    );
    expect(await peer.closed()).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
    expect((await end.until(() => true)).requestContext).toMatchObject({ disconnectStatusCode: 1000 });
  });

  test('of a connection that is gone, unknown, or of another stage answers 410', async () => {
    const { connect, gateway } = await serve(api, handlers);
    const peer = await connect();
    const ConnectionId = await peer.ask('x');
    const elsewhere = clientOf(gateway, { stage: 'beta' });
    const gone = expect.objectContaining({
      name: 'GoneException',
      $metadata: expect.objectContaining({ httpStatusCode: 410 }),
    });
    await expect(elsewhere.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))).rejects.toThrow(gone);
    await peer.close();
    const client = clientOf(gateway);
    await expect(client.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))).rejects.toThrow(gone);
    const unknown = { ConnectionId: 'L0SM9cOFvHcCIhw=' };
    await expect(client.send(new GetConnectionCommand(unknown))).rejects.toThrow(gone);
  });

  test('of an id that none can have answers 400', async () => {
    const { gateway } = await serve(api, handlers);
    const send = clientOf(gateway).send(new PostToConnectionCommand({ ConnectionId: 'nonsense', Data: 'x' }));
    await expect(send).rejects.toThrow('Invalid connectionId: nonsense');
  });

  test('while $connect is not answered is answered with 410', async () => {
    const seen: unknown[] = [];
    let running: Gateway;
    const fn = async (event: any) => {
      const { connectionId: ConnectionId } = event.requestContext;
      const send = clientOf(running).send(new PostToConnectionCommand({ ConnectionId, Data: 'early' }));
      seen.push(await send.catch(({ name }: Error) => name));
      return { statusCode: 200 };
    };
    const { connect, gateway } = await serve(api, { ...handlers, fn });
    running = gateway;
    await connect();
    expect(seen).toEqual(['GoneException']);
  });

  test('takes messages of 128 KB', async () => {
    const { connect, gateway } = await serve(api, handlers);
    const peer = await connect();
    const ConnectionId = await peer.ask('x');
    const client = clientOf(gateway);
    const Data = 'x'.repeat(128 * 1024);
    await client.send(new PostToConnectionCommand({ ConnectionId, Data }));
    expect((await peer.receive()).length).toBe(Data.length);
    const over = client.send(new PostToConnectionCommand({ ConnectionId, Data: `${Data}x` }));
    await expect(over).rejects.toThrow(
      expect.objectContaining({ name: 'PayloadTooLargeException', message: 'Message too long' }),
    );
  });

  test('counts as something that happens', async () => {
    const clock = new TimerClock(Date.now());
    const { connect, gateway } = await serve(api, handlers, { options: { clock } });
    const peer = await connect();
    const ConnectionId = await peer.ask('x');
    clock.advance(9 * 60_000);
    await clientOf(gateway).send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }));
    await peer.receive();
    clock.advance(9 * 60_000);
    expect(await peer.ask('x')).toBe(ConnectionId);
  });
});

describe('who may manage connections', () => {
  const role = (name: string, Resource: string, Effect: 'Allow' | 'Deny' = 'Allow') => ({
    origin: originOf(name),
    arn: `arn:aws:iam::123456789012:role/${name}`,
    name,
    policies: [{ Statement: [{ Effect, Action: 'execute-api:ManageConnections', Resource }] }],
  });
  const own = 'arn:aws:execute-api:us-east-1:123456789012:wwwwwwwwww';
  const roles = [
    role('all', `${own}/*/*/@connections/*`),
    role('poster', `${own}/dev/POST/@connections/*`),
    role('other', 'arn:aws:execute-api:us-east-1:123456789012:oooooooooo/*/*/@connections/*'),
    role('denied', `${own}/*`, 'Deny'),
  ];
  const model = { roles: new Map(roles.map((each) => [each.arn, each])) };

  async function attempt(name: string, Command: typeof PostToConnectionCommand | typeof GetConnectionCommand) {
    const { connect, gateway } = await serve(api, handlers, { model });
    const ConnectionId = await (await connect()).ask('x');
    const credentials = credentialsForRole(gateway.services, `arn:aws:iam::123456789012:role/${name}`);
    const client = clientOf(gateway, { credentials });
    const sent = client.send(new Command({ ConnectionId, Data: 'x' }) as PostToConnectionCommand);
    return sent.then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error) => error.$metadata.httpStatusCode,
    );
  }

  test.each([
    ['all', PostToConnectionCommand, 200],
    ['all', GetConnectionCommand, 200],
    ['poster', PostToConnectionCommand, 200],
    ['poster', GetConnectionCommand, 403],
    ['other', PostToConnectionCommand, 403],
    ['denied', PostToConnectionCommand, 403],
    ['unknown', PostToConnectionCommand, 403],
  ] as const)('is said by the policies of the role: %s', async (name, Command, status) => {
    expect(await attempt(name, Command)).toBe(status);
  });

  test('nobody who did not sign, or signed with other keys', async () => {
    const { connect, gateway } = await serve(api, handlers);
    const ConnectionId = await (await connect()).ask('x');
    const target = `/dev/@connections/${encodeURIComponent(ConnectionId)}`;
    const unsigned = await gateway.send('Chat', { method: 'POST', target, body: 'x' });
    expect(unsigned.status).toBe(403);
    expect(String(unsigned.body)).toBe('{"message":"Missing Authentication Token"}');
    const credentials = { ...gateway.credentials, secretAccessKey: 'wrong' };
    const send = clientOf(gateway, { credentials }).send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }));
    await expect(send).rejects.toThrow(/signature/);
  });
});

test('plain HTTP anywhere else is forbidden', async () => {
  const { gateway, requests } = await serve(api, handlers);
  for (const target of ['/dev', '/prod/@connections/x', '/dev/@connections', '/']) {
    const answer = await gateway.send('Chat', { target });
    expect(answer.status).toBe(403);
    expect(JSON.parse(String(answer.body))).toMatchObject({ message: 'Forbidden', connectionId: expect.any(String) });
  }
  expect(requests()).toHaveLength(4);
});
