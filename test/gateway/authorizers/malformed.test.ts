import { authorize, signRequest } from '../../../lib/gateway/authorizers';
import { Refusal } from '../../../lib/gateway/rest/refusal';
import type { HeaderList } from '../../../lib/gateway/server/raw';
import { LOCAL_USER, makeCall, makeServices, policy, REGION, START } from './routed-call';

const PIECES = [
  'AWS4-HMAC-SHA256',
  ' ',
  ',',
  '=',
  '/',
  ';',
  'Credential=',
  'SignedHeaders=',
  'Signature=',
  'host',
  'x-amz-date',
  '20260115T120000Z',
  '20260115',
  '99999999T999999Z',
  'us-east-1',
  'execute-api',
  'aws4_request',
  LOCAL_USER.accessKeyId,
  '%',
  '%zz',
  '%00',
  '\u00ff',
  '\u0000',
  '"',
  '${',
  '}',
  '..',
  '//',
  '?',
  '&',
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&',
  'X-Amz-Signature=',
  'X-Amz-Expires=',
  '-1',
  '1e99',
  'Bearer',
  'a.b.c',
  'eyJhbGciOiJub25lIn0.e30.',
  'null',
  '{}',
];

/** The same numbers in every run. */
function* randomNumbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const random = randomNumbers(7);
const draw = (below: number): number => Math.floor((random.next().value as number) * below);
const text = (): string => Array.from({ length: draw(14) }, () => PIECES[draw(PIECES.length)]).join('');

const TYPES = ['AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;

test('two thousand malformed requests are refused, each with a reason', async () => {
  const services = makeServices({
    handlers: { auth: () => ({ principalId: 'u', policyDocument: policy('Deny', '*') }) },
  });
  for (let count = 0; count < 2_000; count += 1) {
    const authorizationType = TYPES[count % TYPES.length];
    const headers: HeaderList = [
      ['Host', text()],
      ['Authorization', text()],
      ['X-Amz-Date', draw(3) === 0 ? text() : '20260115T120000Z'],
      ...(draw(2) === 0 ? [['X-Amz-Security-Token', text()] as const] : []),
    ];
    const type = authorizationType === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'TOKEN';
    const call = makeCall({
      services,
      headers: draw(4) === 0 ? [] : headers,
      path: `/${text()}`,
      query: text(),
      authorizer: { type },
      method: { authorizationType, authorizerId: 'auth01' },
    });
    const outcome = await Promise.resolve()
      .then(() => authorize(call))
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Refusal);
    expect((outcome as Refusal).options.reason).not.toBe('');
  }
});

test('long headers are read to their end', () => {
  for (const filler of [' ', ',', '=', '\t', 'a,']) {
    const header = `AWS4-HMAC-SHA256 Credential=${filler.repeat(10_000)}x`;
    const call = makeCall({ headers: [['Authorization', header]], method: { authorizationType: 'AWS_IAM' } });
    expect(() => authorize(call)).toThrow(Refusal);
  }
  const headers = signRequest(
    {
      method: 'GET',
      target: '/prod/orders/7',
      headers: [
        ['Host', 'h'],
        ['X-Note', ` ${' \t'.repeat(5_000)}x`],
      ],
      body: Buffer.alloc(0),
    },
    { service: 'execute-api', region: REGION, credentials: LOCAL_USER, now: START },
  );
  expect(authorize(makeCall({ headers, method: { authorizationType: 'AWS_IAM' } }))).toBeDefined();
});
