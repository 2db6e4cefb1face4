import { authorize, credentialsForRole, signRequest } from '../../../lib/gateway/authorizers';
import type { PolicyDocument, RoleModel } from '../../../lib/gateway/model';
import {
  ACCOUNT,
  arnOf,
  type CallOptions,
  LOCAL_USER,
  makeCall,
  makeServices,
  origin,
  policy,
  refusalOf,
  REGION,
  START,
} from './routed-call';

const ANYONE = { Principal: '*' };
const MASKED = `arn:aws:execute-api:${REGION}:********9012:abcdefghij/prod/GET/orders/7`;

describe('authorize: NONE', () => {
  test('lets everyone in where the API has no policy', () => {
    expect(authorize(makeCall())).toEqual({ identity: {} });
  });

  test('a resource policy must allow', async () => {
    const api = (document: PolicyDocument) => ({ api: { policy: document } });
    expect(authorize(makeCall(api(policy('Allow', 'execute-api:/*', ANYONE))))).toEqual({ identity: {} });
    const silent = await refusalOf(() => authorize(makeCall(api(policy('Allow', 'execute-api:/dev/*', ANYONE)))));
    expect(silent.type).toBe('ACCESS_DENIED');
    expect(silent.options).toMatchObject({
      messageKey: 'Message',
      message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${MASKED}`,
      errorType: 'AccessDeniedException',
    });
    const denied = await refusalOf(() => authorize(makeCall(api(policy('Deny', '*', ANYONE)))));
    expect(denied.options.message).toBe(`${silent.options.message} with an explicit deny`);
  });

  test('a policy on the source address sees IPv4 clients of a dual-stack socket', async () => {
    const condition = { ...ANYONE, Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } };
    const options = { api: { policy: policy('Allow', 'execute-api:/*', condition) } };
    expect(authorize(makeCall({ ...options, remoteAddress: '::ffff:127.0.0.1' }))).toBeDefined();
    expect((await refusalOf(() => authorize(makeCall({ ...options, remoteAddress: '10.1.2.3' })))).type).toBe(
      'ACCESS_DENIED',
    );
  });

  test('a private API takes its endpoint from the header that the endpoint adds, or has but the one', async () => {
    const document = {
      Version: '2012-10-17',
      Statement: [
        ...policy('Allow', 'execute-api:/*', ANYONE).Statement,
        ...policy('Deny', 'execute-api:/*', {
          ...ANYONE,
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
        }).Statement,
      ],
    };
    const api = { policy: document, endpointType: 'PRIVATE' as const };
    const through = makeCall({ api, headers: [['X-Amzn-Vpce-Id', 'vpce-1']] });
    expect(authorize(through)).toBeDefined();
    expect((await refusalOf(() => authorize(makeCall({ api })))).options.reason).toContain('explicit deny');
    const associated = { ...api, vpcEndpoint: { id: 'vpce-1' } };
    expect(authorize(makeCall({ api: associated }))).toBeDefined();
    const other = makeCall({ api: associated, headers: [['X-Amzn-Vpce-Id', 'vpce-2']] });
    expect((await refusalOf(() => authorize(other))).options.reason).toContain('explicit deny');
    const regional = makeCall({ api: { policy: document }, headers: [['X-Amzn-Vpce-Id', 'vpce-1']] });
    expect((await refusalOf(() => authorize(regional))).type).toBe('ACCESS_DENIED');
  });
});

describe('authorize: AWS_IAM', () => {
  const role: RoleModel = {
    origin,
    arn: `arn:aws:iam::${ACCOUNT}:role/app/Worker`,
    name: 'Worker',
    policies: [policy('Allow', arnOf('prod/GET/*'))],
  };
  const services = makeServices({ model: { roles: new Map([[role.arn, role]]) } });
  const call = (options: CallOptions & { keys?: Parameters<typeof signRequest>[1]['credentials'] } = {}) => {
    const path = options.path ?? '/orders/7';
    const headers = signRequest(
      {
        method: options.httpMethod ?? 'GET',
        target: `/prod${path}`,
        headers: [['Host', 'localhost:3000']],
        body: Buffer.alloc(0),
      },
      { service: 'execute-api', region: REGION, credentials: options.keys ?? LOCAL_USER, now: START },
    );
    return makeCall({ services, headers, ...options, method: { authorizationType: 'AWS_IAM', ...options.method } });
  };

  test('the local user may do everything, and is named in the identity', () => {
    expect(authorize(call())).toEqual({
      identity: {
        accessKey: LOCAL_USER.accessKeyId,
        accountId: ACCOUNT,
        caller: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/),
        user: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/),
        userArn: LOCAL_USER.userArn,
      },
    });
  });

  test('an unsigned call is refused before anything else', async () => {
    const refusal = await refusalOf(() => authorize(makeCall({ method: { authorizationType: 'AWS_IAM' } })));
    expect(refusal.type).toBe('MISSING_AUTHENTICATION_TOKEN');
  });

  test('keys of a role are judged by its policies', async () => {
    const keys = credentialsForRole(services, role.arn, { sessionName: 'worker-fn' });
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/Worker/worker-fn`;
    expect(authorize(call({ keys }))).toMatchObject({
      identity: { userArn: session, caller: expect.stringMatching(/^AROA[A-Z2-7]{16}:worker-fn$/) },
    });
    const refusal = await refusalOf(() => authorize(call({ keys, httpMethod: 'POST' })));
    expect(refusal.type).toBe('ACCESS_DENIED');
    expect(refusal.options.message).toBe(
      `User: ${session} is not authorized to perform: execute-api:Invoke on resource: ${MASKED.replace('GET', 'POST')}`,
    );
  });

  test('in one account either the role or the resource policy may allow, and a deny wins', async () => {
    const keys = credentialsForRole(services, role.arn);
    const allowed = { policy: policy('Allow', 'execute-api:/*', { Principal: { AWS: role.arn } }) };
    expect(authorize(call({ keys, httpMethod: 'POST', api: allowed }))).toBeDefined();
    const denied = { policy: policy('Deny', 'execute-api:/*', ANYONE) };
    const refusal = await refusalOf(() => authorize(call({ api: denied })));
    expect(refusal.options.message).toMatch(/with an explicit deny$/);
  });

  test('a role of another account needs both', async () => {
    const foreign = { ...role, arn: 'arn:aws:iam::999999999999:role/Partner', name: 'Partner' };
    const crossing = makeServices({ model: { roles: new Map([[foreign.arn, foreign]]) } });
    const keys = credentialsForRole(crossing, foreign.arn);
    const allowed = { policy: policy('Allow', 'execute-api:/*', { Principal: { AWS: '999999999999' } }) };
    expect(authorize(call({ services: crossing, keys, api: allowed }))).toBeDefined();
    expect((await refusalOf(() => authorize(call({ services: crossing, keys })))).type).toBe('ACCESS_DENIED');
  });

  test('a role that the template does not have may do nothing', async () => {
    const keys = credentialsForRole(services, `arn:aws:iam::${ACCOUNT}:role/Elsewhere`);
    expect((await refusalOf(() => authorize(call({ keys })))).options.reason).toContain('is not in the template');
  });

  test('keys of another gateway, altered tokens and expired sessions are refused', async () => {
    const other = makeServices({});
    const stranger = { credentials: { ...other.credentials, secretAccessKey: 'another' } };
    const keys = credentialsForRole(services, role.arn, { expiresAt: START });
    const refusals = [
      await refusalOf(() => authorize(call({ keys: credentialsForRole(stranger, role.arn) }))),
      await refusalOf(() => authorize(call({ keys: { ...keys, sessionToken: keys.sessionToken.slice(1) } }))),
      await refusalOf(() => authorize(call({ keys }))),
    ];
    expect(refusals.map(({ type }) => type)).toEqual(['INVALID_SIGNATURE', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN']);
  });
});

describe('authorize: what cannot be evaluated', () => {
  test('an authorizer that is not there, or of the wrong kind', async () => {
    const missing = makeCall({ method: { authorizationType: 'CUSTOM', authorizerId: 'gone' } });
    const wrong = makeCall({ authorizer: { type: 'TOKEN' }, method: { authorizationType: 'COGNITO_USER_POOLS' } });
    for (const call of [missing, wrong]) {
      expect((await refusalOf(() => authorize(call))).type).toBe('AUTHORIZER_CONFIGURATION_ERROR');
    }
  });

  test('a method ARN over 1,600 bytes', async () => {
    const call = makeCall({ authorizer: {}, path: `/${'a'.repeat(1_600)}` });
    expect((await refusalOf(() => authorize(call))).options.status).toBe(414);
    expect(authorize(makeCall({ path: `/${'a'.repeat(1_600)}` }))).toBeDefined();
  });
});
