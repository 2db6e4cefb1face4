import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { credentialsForRole } from '../../../lib/gateway/authorizers';
import type { AssemblyModel, RoleModel } from '../../../lib/gateway/model';
import { origin as originOf } from '../assembly-model';
import { closeAll, lambda, route, serve, TWO_WAY, webSocketApi } from './chat';

afterEach(closeAll);

const MINUTE = 60_000;

const api = webSocketApi([
  route('$connect', lambda('fn'), { authorizationType: 'AWS_IAM' }),
  route('$default', lambda('echo'), TWO_WAY),
]);
const handlers = {
  fn: () => ({ statusCode: 200 }),
  echo: (event: any) => ({ body: JSON.stringify(event.requestContext.identity) }),
};

const roleArn = 'arn:aws:iam::123456789012:role/Visitor';

function visitor(Resource: string): Partial<AssemblyModel> {
  const Statement = [{ Effect: 'Allow' as const, Action: 'execute-api:Invoke', Resource }];
  const role: RoleModel = { origin: originOf('Visitor'), arn: roleArn, name: 'Visitor', policies: [{ Statement }] };
  return { roles: new Map([[roleArn, role]]) };
}

interface Wanted {
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly region?: string;
  readonly query?: Record<string, string>;
  readonly signedAt?: number;
  readonly expiresIn?: number;
}

/** The path that a page opens its WebSocket with: a browser can add no headers. */
async function presign(origin: string, { keys, region = 'us-east-1', ...wanted }: Wanted): Promise<string> {
  const { host, hostname } = new URL(origin);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: keys, sha256: Sha256 });
  const { query = {} } = await signer.presign(
    { method: 'GET', protocol: 'wss:', hostname, path: '/dev', query: wanted.query ?? {}, headers: { host } },
    { expiresIn: wanted.expiresIn ?? 60, signingDate: new Date(wanted.signedAt ?? Date.now()) },
  );
  return `/dev?${new URLSearchParams(query as Record<string, string>)}`.replaceAll('+', '%20');
}

describe('a presigned handshake', () => {
  test('lets in who signed it, and knows them from then on', async () => {
    const { connect, gateway, origin } = await serve(api, handlers);
    const peer = await connect({
      path: await presign(origin, { keys: gateway.credentials, query: { room: 'a b/c' } }),
    });
    expect(JSON.parse(await peer.ask('x'))).toMatchObject({
      accessKey: gateway.credentials.accessKeyId,
      userArn: gateway.credentials.userArn,
    });
  });

  test('is judged by the policies of its role', async () => {
    const connectOnly = visitor('arn:aws:execute-api:us-east-1:123456789012:wwwwwwwwww/dev/$connect');
    const allowed = await serve(api, handlers, { model: connectOnly });
    const keys = credentialsForRole(allowed.gateway.services, roleArn);
    const peer = await allowed.connect({ path: await presign(allowed.origin, { keys }) });
    expect(JSON.parse(await peer.ask('x')).userArn).toBe('arn:aws:sts::123456789012:assumed-role/Visitor/gatehouse');

    const elsewhere = visitor('arn:aws:execute-api:us-east-1:123456789012:wwwwwwwwww/prod/*');
    const denied = await serve(api, handlers, { model: elsewhere });
    const path = await presign(denied.origin, { keys: credentialsForRole(denied.gateway.services, roleArn) });
    const answer = await denied.refused({ path });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } });
    expect(answer.body).toContain('is not authorized to perform: execute-api:Invoke');
  });

  const altered: [string, (path: string) => string, string][] = [
    [
      'another signature',
      (path) => path.replace(/Signature=(.)/, (_, digit) => `Signature=${digit === '0' ? 1 : 0}`),
      'InvalidSignatureException',
    ],
    ['another parameter', (path) => path.replace('room=a', 'room=b'), 'InvalidSignatureException'],
    ['one parameter more', (path) => `${path}&admin=true`, 'InvalidSignatureException'],
    ['a longer life', (path) => path.replace('Expires=60', 'Expires=600'), 'InvalidSignatureException'],
    ['another region in its scope', (path) => path.replace('us-east-1', 'eu-west-1'), 'InvalidSignatureException'],
    [
      'another key',
      (path) => path.replace(/Credential=\w+/, 'Credential=AKIASOMEBODYELSE0000'),
      'UnrecognizedClientException',
    ],
    ['no date', (path) => path.replace(/X-Amz-Date=[^&]+&?/, ''), 'IncompleteSignatureException'],
    ['no signature', (path) => path.replace(/&?X-Amz-Signature=[^&]+/, ''), 'IncompleteSignatureException'],
  ];
  test.each(altered)('is refused with %s', async (_what, alter, errorType) => {
    const { refused, gateway, origin, requests } = await serve(api, handlers);
    const path = await presign(origin, { keys: gateway.credentials, query: { room: 'a' } });
    expect(alter(path)).not.toBe(path);
    const answer = await refused({ path: alter(path) });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': errorType } });
    expect(requests()).toMatchObject([{ decidedBy: 'authorize' }]);
  });

  test('is refused at another host, after its time, before it, and for another region', async () => {
    const { refused, gateway, origin } = await serve(api, handlers);
    const keys = gateway.credentials;
    const errorOf = async (path: string) => (await refused({ path })).headers['x-amzn-errortype'];
    expect(await errorOf(await presign('ws://chat.example.com', { keys }))).toBe('InvalidSignatureException');
    const late = await presign(origin, { keys, signedAt: Date.now() - 2 * MINUTE, expiresIn: 60 });
    expect((await refused({ path: late })).body).toContain('expired');
    expect(await errorOf(await presign(origin, { keys, signedAt: Date.now() + 30 * MINUTE }))).toBe(
      'InvalidSignatureException',
    );
    expect(await errorOf(await presign(origin, { keys, region: 'eu-west-1' }))).toBe('InvalidSignatureException');
  });

  test('without the token of a session is refused', async () => {
    const { refused, gateway, origin } = await serve(api, handlers, { model: visitor('*') });
    const { sessionToken: _, ...keys } = credentialsForRole(gateway.services, roleArn);
    expect((await refused({ path: await presign(origin, { keys }) })).status).toBe(403);
  });
});
