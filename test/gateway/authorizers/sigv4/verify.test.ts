import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { presignTarget, signRequest, verifySignature } from '../../../../lib/gateway/authorizers/sigv4';
import type { HeaderList, RawRequest } from '../../../../lib/gateway/server/raw';
import { HandClock, makeRequest, refusalOf, START } from '../routed-call';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const SESSION = { ...KEYS, accessKeyId: 'ASIAEXAMPLE', sessionToken: 'token/with+signs==' };

type Keys = typeof KEYS & { sessionToken?: string; expiresAt?: number };

const verify = (request: RawRequest, options: { keys?: Keys; clock?: HandClock; service?: string } = {}) => {
  const keys = options.keys ?? KEYS;
  return verifySignature<Keys>(request, {
    service: options.service ?? 'execute-api',
    region: 'us-east-1',
    clock: options.clock ?? new HandClock(),
    credentials: (id) => (id === keys.accessKeyId ? keys : undefined),
  });
};

const signer = (keys: Keys = KEYS, service = 'execute-api') =>
  new SignatureV4({ service, region: 'us-east-1', credentials: keys, sha256: Sha256 });

interface Wanted {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as the official signer signs it, in the shape that it has on the wire. */
async function signed(wanted: Wanted = {}, keys: Keys = KEYS): Promise<RawRequest> {
  const request = await signer(keys).sign(
    {
      method: wanted.method ?? 'GET',
      protocol: 'http:',
      hostname: 'localhost',
      path: wanted.path ?? '/prod/orders',
      query: wanted.query ?? {},
      headers: { host: 'localhost:3000', ...wanted.headers },
      body: wanted.body,
    },
    { signingDate: new Date(START) },
  );
  return makeRequest({
    httpMethod: request.method,
    path: request.path,
    query: encodeQuery(wanted.query ?? {}),
    headers: Object.entries(request.headers),
    body: wanted.body,
  });
}

function encodeQuery(query: Record<string, string | string[]>): string {
  return Object.entries(query)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
    .map((pair) => pair.map((text) => encodeURIComponent(text)).join('='))
    .join('&');
}

const CASES: [string, Wanted][] = [
  ['a plain GET', {}],
  ['the root', { path: '/' }],
  ['a trailing slash', { path: '/prod/orders/' }],
  ['doubled slashes', { path: '/prod//orders///7' }],
  ['an encoded slash and a space', { path: '/prod/a%2Fb/c%20d' }],
  ['reserved characters in the path', { path: "/prod/a+b@c:(1)!*'~" }],
  ['letters beyond ASCII in the path', { path: `/prod/${encodeURIComponent('größe/é')}` }],
  ['dots in the path', { path: '/prod/./orders/../carts/x.y' }],
  ['a query', { query: { b: '2', a: '1', empty: '' } }],
  ['a query with repeated names out of order', { query: { tag: ['z', 'a', 'm'], Tag: 'x' } }],
  ['a query with signs', { query: { 'a b': "x=y&z/?:@+'(é)*~" } }],
  ['a body', { method: 'POST', body: '{"a":"größe"}', headers: { 'content-type': 'application/json' } }],
  ['headers with blanks', { headers: { 'x-note': '  two   words  ', 'x-other': 'a,b' } }],
  ['DELETE', { method: 'DELETE', path: '/prod/orders/7' }],
];

describe('verifySignature', () => {
  test.each(CASES)('accepts what the official signer made: %s', async (_, wanted) => {
    expect(verify(await signed(wanted)).accessKeyId).toBe(KEYS.accessKeyId);
  });

  test.each(CASES)('accepts a presigned target of the official signer: %s', async (_, wanted) => {
    const request = await signer().presign(
      {
        method: wanted.method ?? 'GET',
        protocol: 'http:',
        hostname: 'localhost',
        path: wanted.path ?? '/prod/orders',
        query: wanted.query ?? {},
        headers: { host: 'localhost:3000' },
        body: wanted.body,
      },
      { signingDate: new Date(START), expiresIn: 60 },
    );
    const raw = makeRequest({
      httpMethod: request.method,
      path: request.path,
      query: encodeQuery(request.query as Record<string, string>),
      headers: [['Host', 'localhost:3000']],
      body: wanted.body,
    });
    expect(verify(raw).accessKeyId).toBe(KEYS.accessKeyId);
  });

  test.each(CASES)('accepts what the own signer made: %s', (_, wanted) => {
    const query = encodeQuery(wanted.query ?? {});
    const path = wanted.path ?? '/prod/orders';
    const headers = signRequest(
      {
        method: wanted.method ?? 'GET',
        target: query === '' ? path : `${path}?${query}`,
        headers: [['Host', 'localhost:3000'], ...Object.entries(wanted.headers ?? {})],
        body: Buffer.from(wanted.body ?? ''),
      },
      { service: 'execute-api', region: 'us-east-1', credentials: KEYS, now: START },
    );
    const request = makeRequest({ httpMethod: wanted.method, path, query, headers, body: wanted.body });
    expect(verify(request).accessKeyId).toBe(KEYS.accessKeyId);
  });

  test('signs byte for byte as the official signer does', async () => {
    const official = await signed(
      { path: '/prod/a%2Fb', query: { q: 'x y' }, headers: { 'x-note': ' a  b ' } },
      SESSION,
    );
    const signatureIn = (list: HeaderList) => /Signature=(\w+)/.exec(find(list, 'authorization') ?? '')?.[1];
    const own = signRequest(
      {
        method: 'GET',
        target: '/prod/a%2Fb?q=x%20y',
        headers: official.headers.filter(([name]) => !/^(authorization|x-amz-date|x-amz-security-token)$/.test(name)),
        body: Buffer.alloc(0),
      },
      { service: 'execute-api', region: 'us-east-1', credentials: SESSION, now: START },
    );
    expect(signatureIn(own)).toBe(signatureIn(official.headers));
  });

  test('accepts a presigned target of the own signer, with a session token', () => {
    const target = presignTarget(
      { method: 'GET', target: '/prod/ws?a=b', host: 'localhost:3000' },
      { service: 'execute-api', region: 'us-east-1', credentials: SESSION, now: START, expiresSeconds: 300 },
    );
    const [path, query] = target.split('?');
    expect(verify(makeRequest({ path, query }), { keys: SESSION })).toBe(SESSION);
  });

  test('refuses every single-bit change of method, path, query, signed headers, date, key and body', async () => {
    const request = await signed({
      method: 'POST',
      path: '/prod/orders/a%2Fb',
      query: { 'page size': '2', tag: ['x', 'y'] },
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    });
    const changes: RawRequest[] = [
      ...flips(request.method).map((method) => ({ ...request, method })),
      ...flips(request.path).map((path) => ({ ...request, path })),
      ...flips(request.query).map((query) => ({ ...request, query })),
      ...flips('hello').map((body) => ({ ...request, body: Buffer.from(body, 'latin1') })),
      ...request.headers.flatMap(([name, value], index) =>
        flips(value).map((flipped) => ({ ...request, headers: request.headers.with(index, [name, flipped]) })),
      ),
    ];
    const accepted = changes.filter((changed) => {
      try {
        verify(changed);
        return true;
      } catch {
        return false;
      }
    });
    expect(changes.length).toBeGreaterThan(2_000);
    expect(accepted.map(({ method, path, query, headers }) => ({ method, path, query, headers }))).toEqual([]);
  });

  test('refuses an added query parameter, a removed one, and a header that was signed and is gone', async () => {
    const request = await signed({ query: { a: '1' }, headers: { 'x-note': 'n' } });
    for (const changed of [
      { ...request, query: 'a=1&b=2' },
      { ...request, query: '' },
      { ...request, headers: request.headers.filter(([name]) => name !== 'x-note') },
    ]) {
      expect((await refusalOf(() => verify(changed))).options.errorType).toBe('InvalidSignatureException');
    }
  });

  test('refuses a body that was declared unsigned: only S3 takes those', async () => {
    const request = await signed({
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      method: 'POST',
      body: 'x',
    });
    expect((await refusalOf(() => verify(request))).type).toBe('INVALID_SIGNATURE');
  });

  test('says the canonical string and the string to sign, as the service does', async () => {
    const request = await signed();
    const refusal = await refusalOf(() => verify({ ...request, path: '/prod/other' }));
    expect(refusal.type).toBe('INVALID_SIGNATURE');
    expect(refusal.options.message).toMatch(
      /^The request signature we calculated does not match the signature you provided\./,
    );
    expect(refusal.options.message).toContain("should have been\n'GET\n/prod/other\n\nhost:localhost:3000");
  });
});

describe('verifySignature: session tokens', () => {
  test('accepts the token that belongs to the keys', async () => {
    expect(verify(await signed({}, SESSION), { keys: SESSION }).sessionToken).toBe(SESSION.sessionToken);
  });

  test('refuses keys without their token, and with another one', async () => {
    const withoutToken = await signed({}, { ...SESSION, sessionToken: undefined });
    const withOther = await signed({}, { ...SESSION, sessionToken: 'other' });
    const withNeedless = await signed({}, { ...KEYS, sessionToken: 'needless' });
    const refusals = [
      await refusalOf(() => verify(withoutToken, { keys: SESSION })),
      await refusalOf(() => verify(withOther, { keys: SESSION })),
      await refusalOf(() => verify(withNeedless)),
    ];
    for (const { options } of refusals) {
      expect(options.message).toBe('The security token included in the request is invalid.');
      expect(options.errorType).toBe('UnrecognizedClientException');
    }
  });

  test('refuses a session that is over', async () => {
    const request = await signed({}, SESSION);
    const refusal = await refusalOf(() => verify(request, { keys: { ...SESSION, expiresAt: START } }));
    expect(refusal.type).toBe('EXPIRED_TOKEN');
  });
});

describe('verifySignature: time', () => {
  test.each([
    ['five minutes late', 300_000, undefined],
    [
      'more than five minutes late',
      301_000,
      /^Signature expired: 20260115T120000Z is now earlier than 20260115T120001Z \(20260115T120501Z - 5 min\.\)$/,
    ],
    ['five minutes early', -300_000, undefined],
    ['more than five minutes early', -301_000, /^Signature not yet current: 20260115T120000Z is still later than /],
  ])('%s', async (_, by, message) => {
    const request = await signed();
    const clock = new HandClock(START + by);
    if (message === undefined) expect(verify(request, { clock })).toBe(KEYS);
    else expect((await refusalOf(() => verify(request, { clock }))).options.message).toMatch(message);
  });

  test('the query form lives as long as it says', async () => {
    const target = presignTarget(
      { method: 'GET', target: '/prod/x', host: 'localhost:3000' },
      { service: 'execute-api', region: 'us-east-1', credentials: KEYS, now: START, expiresSeconds: 3600 },
    );
    const [path, query] = target.split('?');
    const request = makeRequest({ path, query });
    expect(verify(request, { clock: new HandClock(START + 3_600_000) })).toBe(KEYS);
    const late = await refusalOf(() => verify(request, { clock: new HandClock(START + 3_601_000) }));
    expect(late.options.message).toMatch(/^Signature expired/);
  });
});

describe('verifySignature: what is not a signature', () => {
  const refusal = (headers: HeaderList, query = '') =>
    refusalOf(() => verify(makeRequest({ headers: [['Host', 'localhost:3000'], ...headers], query })));

  test('no Authorization header', async () => {
    const { type, options } = await refusal([]);
    expect([type, options.message, options.errorType]).toEqual(['MISSING_AUTHENTICATION_TOKEN', undefined, undefined]);
  });

  test.each([
    [
      'Bearer abc.def.ghi',
      "'abc.def.ghi' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc.def.ghi'.",
    ],
    [
      'allow',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=allow",
    ],
    [
      'AWS4-HMAC-SHA256 Credential=a/b, Signature=c',
      "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    ],
  ])('Authorization: %s', async (value, message) => {
    const { options } = await refusal([['Authorization', value]]);
    expect(options).toMatchObject({ message, errorType: 'IncompleteSignatureException' });
  });

  test('a query form with parts missing', async () => {
    const { options } = await refusal([], 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x');
    expect(options.message).toContain("must include 'X-Amz-Signature'");
  });

  test.each([
    ['another region', { region: 'eu-west-1' }, "Credential should be scoped to a valid region, not 'eu-west-1'."],
    ['another service', { service: 's3' }, "Credential should be scoped to correct service: 'execute-api'."],
  ])('%s', async (_, change, message) => {
    const headers = signRequest(
      { method: 'GET', target: '/', headers: [['Host', 'localhost:3000']], body: Buffer.alloc(0) },
      { service: 'execute-api', region: 'us-east-1', credentials: KEYS, now: START, ...change },
    );
    const { options } = await refusalOf(() => verify(makeRequest({ headers })));
    expect(options).toMatchObject({ message, errorType: 'InvalidSignatureException' });
  });

  test('a signature without the host, and one that leaves an x-amz header open', async () => {
    const request = await signed();
    const withoutHost = request.headers.map(([name, value]) => [name, value.replace('host;', '')] as const);
    expect((await refusalOf(() => verify({ ...request, headers: withoutHost }))).options.message).toContain("'Host'");
    const open: HeaderList = [...request.headers, ['X-Amz-Target', 'x']];
    expect((await refusalOf(() => verify({ ...request, headers: open }))).options.message).toContain('x-amz-target');
  });
});

function find(headers: HeaderList, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name)?.[1];
}

/** Every text that differs from a text in one bit, of those that a request can hold. */
function flips(text: string): string[] {
  return Array.from({ length: text.length * 8 }, (_, bit) => {
    const at = bit >> 3;
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << (bit & 7))) + text.slice(at + 1);
  });
}
