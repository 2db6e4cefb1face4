import { mintToken, signRequest } from '../../../lib/gateway/authorizers';
import { type Gateway, startGateway } from '../../../lib/gateway/gateway';
import type { AssemblyModel, RestApiModel, RestMethodModel, UserPoolModel } from '../../../lib/gateway/model';
import type { HeaderList } from '../../../lib/gateway/server/raw';
import { API_ID, HandClock, LOCAL_USER, makeCall, makeServices, origin, REGION } from './routed-call';

const POOL: UserPoolModel = {
  origin: { ...origin, path: 'Stack/Pool' },
  id: 'us-east-1_Local0001',
  arn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Local0001',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Local0001',
  clients: [],
  local: true,
};

const base = makeCall();

function method(resourcePath: string, more: Partial<RestMethodModel>): RestMethodModel {
  return {
    ...base.method,
    resourcePath,
    responses: { '200': { parameters: {} } },
    integration: {
      ...base.method.integration,
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: [
        {
          statusCode: '200',
          responseParameters: {},
          responseTemplates: {
            'application/json':
              '{"sub":"$context.authorizer.claims.sub","user":"$context.identity.userArn","key":"$context.identity.apiKeyId","time":"$context.requestTimeEpoch"}',
          },
        },
      ],
    },
    ...more,
  };
}

const CACHED = { resourcePath: '/cached', httpMethod: 'GET', cachingEnabled: true, cacheTtlSeconds: 60 };

const api: RestApiModel = {
  ...base.api,
  methods: [
    method('/open', {}),
    method('/cached', {}),
    method('/signed', { authorizationType: 'AWS_IAM' }),
    method('/me', { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'pool' }),
    method('/scoped', { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'pool', authorizationScopes: ['a/b'] }),
    method('/keyed', {
      apiKeyRequired: true,
      requestParameters: { 'method.request.querystring.q': true },
      validator: { body: false, parameters: true },
    }),
  ],
  authorizers: {
    pool: {
      id: 'pool',
      name: 'pool',
      type: 'COGNITO_USER_POOLS',
      identitySources: ['method.request.header.Authorization'],
      ttlSeconds: 300,
      providerArns: [POOL.arn],
    },
  },
  gatewayResponses: {
    ACCESS_DENIED: {
      responseParameters: {},
      responseTemplates: { 'application/json': '{"denied":"$context.authorizer.claims.sub"}' },
    },
  },
  stages: [{ ...base.stage, cacheClusterSize: '0.5', methodSettings: [CACHED] }],
};

const model: AssemblyModel = {
  ...makeServices({}).model,
  restApis: [api],
  userPools: [POOL],
  apiKeys: [{ origin, id: 'key1', name: 'key1', value: 'value-of-key-of-twenty', enabled: true }],
  usagePlans: [
    {
      origin,
      id: 'plan1',
      name: 'Gold',
      stages: [{ apiId: API_ID, stage: 'prod', throttle: {} }],
      throttle: { rateLimit: 1, burstLimit: 2 },
      keyIds: ['key1'],
    },
  ],
};

describe('access control of a served API', () => {
  const clock = new HandClock();
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ assembly: model, listen: false, clock, credentials: LOCAL_USER, environment: {} });
  });
  afterAll(() => gateway.close());

  const send = async (target: string, headers: HeaderList = []) => {
    const answer = await gateway.send(API_ID, { method: 'GET', target: `/prod${target}`, headers });
    return { status: answer.status, headers: answer.headers, body: JSON.parse(String(answer.body)) };
  };
  const bearer = (subject: object) => [['Authorization', mint(subject)]] as const;
  const mint = (subject: object) =>
    mintToken({ sub: 'alice', ...subject }, { model, keys: gateway.services.state.localKeys, clock });
  const KEY = [['x-api-key', 'value-of-key-of-twenty']] as const;

  test('tokens of a pool of the template', async () => {
    expect(await send('/me')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(await send('/me', bearer({}))).toMatchObject({ status: 200, body: { sub: 'alice' } });
  });

  test('a denial can be told by who was denied', async () => {
    expect(await send('/scoped', bearer({ scopes: ['c/d'] }))).toMatchObject({
      status: 403,
      body: { denied: 'alice' },
    });
    expect((await send('/scoped', bearer({ scopes: ['a/b'] }))).status).toBe(200);
  });

  test('signatures', async () => {
    const host = new URL(gateway.apis[0].url).host;
    const headers = signRequest(
      { method: 'GET', target: '/prod/signed', headers: [['Host', host]], body: Buffer.alloc(0) },
      { service: 'execute-api', region: REGION, credentials: LOCAL_USER, now: clock.now() },
    );
    expect(await send('/signed')).toMatchObject({ status: 403, body: { message: 'Missing Authentication Token' } });
    expect(await send('/signed', headers)).toMatchObject({ status: 200, body: { user: LOCAL_USER.userArn } });
    expect((await send('/signed?x=1', headers)).headers).toContainEqual([
      'x-amzn-ErrorType',
      'InvalidSignatureException',
    ]);
  });

  test('an unknown route tells what a signature would need', async () => {
    const answer = await send('/nowhere', [['Authorization', 'Bearer abc']]);
    expect(answer.status).toBe(403);
    expect(answer.body.message).toMatch(/^'abc' not a valid key=value pair/);
  });

  test('key, then throttle, then validation', async () => {
    expect(await send('/keyed')).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
    expect((await send('/keyed', KEY)).status).toBe(400);
    expect(await send('/keyed?q=1', KEY)).toMatchObject({ status: 200, body: { key: 'key1' } });
    expect(await send('/keyed', KEY)).toMatchObject({ status: 429, body: { message: 'Too Many Requests' } });
    clock.advance(1_000);
    expect((await send('/keyed?q=1', KEY)).status).toBe(200);
  });

  test('kept answers, until their time is over', async () => {
    const first = await send('/cached');
    clock.advance(59_000);
    expect((await send('/cached')).body).toEqual(first.body);
    clock.advance(1_000);
    expect((await send('/cached')).body).not.toEqual(first.body);
    const forced = await send('/cached', [['Cache-Control', 'max-age=0']]);
    expect(forced.headers.find(([name]) => name === 'Warning')?.[1]).toMatch(/^199 /);
  });
});
