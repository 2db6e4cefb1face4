import {
  APIGatewayRequestAuthorizerEventSchema,
  APIGatewayTokenAuthorizerEventSchema,
} from '@aws-lambda-powertools/parser/schemas/api-gateway';
import { authorize } from '../../../../lib/gateway/authorizers';
import type { RestAuthorizerModel } from '../../../../lib/gateway/model';
import { arnOf, type CallOptions, HandClock, makeCall, makeServices, policy, refusalOf } from '../routed-call';

const ALLOW_ALL = { principalId: 'user', policyDocument: policy('Allow', '*') };

type Handler = (event: Record<string, unknown>) => unknown;

/** A gateway with one authorizer function, asked many times. */
function gatewayWith(handler: Handler, authorizer: Partial<RestAuthorizerModel> = {}) {
  const clock = new HandClock();
  const services = makeServices({ clock, handlers: { auth: handler } });
  const token = (value: string) => ({ headers: [['Authorization', value]] as const });
  const ask = async (options: CallOptions = token('t')) => authorize(makeCall({ services, authorizer, ...options }));
  return { ask, token, clock, services, events: services.functions.events };
}

describe('TOKEN authorizers', () => {
  test('get type, token and the ARN of the actual path', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL);
    await ask({ headers: [['authorization', 'Bearer x']], path: '/orders/a%2Fb' });
    expect(events[0].event).toEqual({
      type: 'TOKEN',
      authorizationToken: 'Bearer x',
      methodArn: arnOf('prod/GET/orders/a%2Fb'),
    });
    expect(() => APIGatewayTokenAuthorizerEventSchema.parse(events[0].event)).not.toThrow();
  });

  test('the root has an ARN that ends with a slash', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL);
    await ask({ headers: [['Authorization', 't']], path: '/' });
    expect(events[0].event.methodArn).toBe(arnOf('prod/GET/'));
  });

  test('a missing or empty token is 401 without a call', async () => {
    const { ask, token, events } = gatewayWith(() => ALLOW_ALL);
    expect((await refusalOf(() => ask({}))).type).toBe('UNAUTHORIZED');
    expect((await refusalOf(() => ask(token('')))).type).toBe('UNAUTHORIZED');
    expect(events).toEqual([]);
  });

  test('a token that does not match the validation expression is 401 without a call', async () => {
    const { ask, token, events } = gatewayWith(() => ALLOW_ALL, { identityValidationExpression: 'Bearer [a-z]+' });
    await ask(token('Bearer abc'));
    expect((await refusalOf(() => ask(token('Bearer 123')))).type).toBe('UNAUTHORIZED');
    expect(events.length).toBe(1);
  });

  test('context values become text, principal and latency join them', async () => {
    const { ask, clock } = gatewayWith(() => {
      clock.advance(12);
      return { ...ALLOW_ALL, context: { s: 'x', n: 123, b: true, gone: null } };
    });
    expect(await ask()).toEqual({
      identity: {},
      authorizer: { s: 'x', n: '123', b: 'true', principalId: 'user', integrationLatency: 12 },
      usageIdentifierKey: undefined,
    });
  });

  test('usageIdentifierKey names the API key', async () => {
    const { ask } = gatewayWith(() => ({ ...ALLOW_ALL, usageIdentifierKey: 'key' }));
    expect(await ask()).toMatchObject({ usageIdentifierKey: 'key' });
  });

  test('stage variables and qualifiers in the function are followed', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}:live/invocations';
    const { ask, events } = gatewayWith(() => ALLOW_ALL, { uri });
    await ask({ headers: [['Authorization', 't']], stage: { variables: { fn: 'auth' } } });
    expect(events[0]).toMatchObject({ name: 'auth', options: { qualifier: 'live' } });
  });
});

describe('what authorizers answer', () => {
  test('a policy that does not speak of the method, or denies it', async () => {
    const silent = gatewayWith(() => ({ ...ALLOW_ALL, policyDocument: policy('Allow', arnOf('prod/GET/other')) }));
    const refusal = await refusalOf(() => silent.ask());
    expect(refusal.type).toBe('ACCESS_DENIED');
    expect(refusal.options).toMatchObject({
      messageKey: 'Message',
      message: 'User is not authorized to access this resource',
    });
    const denying = gatewayWith(() => ({
      ...ALLOW_ALL,
      policyDocument: policy('Deny', '*'),
      context: { why: 'late' },
    }));
    const denied = await refusalOf(() => denying.ask());
    expect(denied.options.message).toBe('User is not authorized to access this resource with an explicit deny');
    expect(denied.options.caller?.authorizer).toMatchObject({ why: 'late', principalId: 'user' });
  });

  test.each([
    [
      'an Error "Unauthorized"',
      () => {
        throw new Error('Unauthorized');
      },
      'UNAUTHORIZED',
    ],
    [
      'the text "Unauthorized" thrown',
      () => {
        throw 'Unauthorized';
      },
      'UNAUTHORIZED',
    ],
    [
      '"unauthorized" in lower case',
      () => {
        throw new Error('unauthorized');
      },
      'AUTHORIZER_FAILURE',
    ],
    [
      'any other error',
      () => {
        throw new Error('boom');
      },
      'AUTHORIZER_FAILURE',
    ],
    ['nothing', () => undefined, 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['text', () => 'yes', 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a list', () => [ALLOW_ALL], 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['no principalId', () => ({ policyDocument: ALLOW_ALL.policyDocument }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a principalId that is a number', () => ({ ...ALLOW_ALL, principalId: 7 }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['no policy', () => ({ principalId: 'u' }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a policy without statements', () => ({ ...ALLOW_ALL, policyDocument: {} }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    [
      'a policy with an unknown effect',
      () => ({ ...ALLOW_ALL, policyDocument: policy('allow' as never, '*') }),
      'AUTHORIZER_CONFIGURATION_ERROR',
    ],
    [
      'a policy without resources',
      () => ({ ...ALLOW_ALL, policyDocument: policy('Allow', []) }),
      'AUTHORIZER_CONFIGURATION_ERROR',
    ],
    ['a context that is text', () => ({ ...ALLOW_ALL, context: 'nope' }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a context with an object', () => ({ ...ALLOW_ALL, context: { a: {} } }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a context with a list', () => ({ ...ALLOW_ALL, context: { a: [1] } }), 'AUTHORIZER_CONFIGURATION_ERROR'],
  ])('%s', async (_, handler, type) => {
    const refusal = await refusalOf(() => gatewayWith(handler).ask());
    expect(refusal.type).toBe(type);
    if (type !== 'UNAUTHORIZED') expect(refusal.options.message).toBeNull();
    expect(refusal.options.reason).not.toBe('');
  });

  test('a function that does not permit API Gateway to call it', async () => {
    const { ask, services } = gatewayWith(() => ALLOW_ALL);
    const target = [...services.model.functions.values()][0];
    const withPermission = (sourceArn: string) => {
      const functions = new Map([
        [target.arn, { ...target, invokePermissions: [{ principal: 'apigateway.amazonaws.com', sourceArn }] }],
      ]);
      return makeServices({ handlers: { auth: () => ALLOW_ALL }, model: { functions } });
    };
    const headers = [['Authorization', 't']] as const;
    const permitted = withPermission('arn:aws:execute-api:us-east-1:123456789012:abcdefghij/authorizers/auth01');
    expect(await ask({ headers, services: permitted })).toBeDefined();
    const other = withPermission('arn:aws:execute-api:us-east-1:123456789012:abcdefghij/*/GET/*');
    expect((await refusalOf(() => ask({ headers, services: other }))).options.reason).toContain('does not permit');
  });
});

describe('REQUEST authorizers', () => {
  const request: Partial<RestAuthorizerModel> = {
    type: 'REQUEST',
    identitySources: [
      'method.request.header.X-Tenant',
      'method.request.querystring.v',
      'stageVariables.env',
      'context.httpMethod',
    ],
  };
  const complete: CallOptions = {
    headers: [
      ['Host', 'localhost'],
      ['x-tenant', 'acme'],
      ['User-Agent', 'test'],
      ['X-Api-Key', 'k'],
    ],
    query: 'v=1&v=2',
    stage: { variables: { env: 'test' } },
  };

  test('get the event of a proxy integration without body, with empty maps for what is missing', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL, request);
    await ask({ ...complete, body: 'secret', httpMethod: 'POST' });
    const { event } = events[0];
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: arnOf('prod/POST/orders/7'),
      resource: '/orders/{id}',
      path: '/orders/7',
      httpMethod: 'POST',
      headers: { 'x-tenant': 'acme' },
      multiValueHeaders: { 'x-tenant': ['acme'] },
      queryStringParameters: { v: '2' },
      multiValueQueryStringParameters: { v: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: { env: 'test' },
      requestContext: { stage: 'prod', path: '/prod/orders/7', identity: { apiKey: 'k', sourceIp: '127.0.0.1' } },
    });
    expect(event).not.toHaveProperty('body');
    expect(() => APIGatewayRequestAuthorizerEventSchema.parse(event)).not.toThrow();
  });

  test('without query, variables and path parameters', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL, { type: 'REQUEST', identitySources: [] });
    await ask({ pathParameters: {} });
    expect(events[0].event).toMatchObject({
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      pathParameters: {},
      stageVariables: {},
    });
  });

  test.each([
    ['header', { ...complete, headers: [] }],
    ['query parameter', { ...complete, query: 'w=1' }],
    ['empty query parameter', { ...complete, query: 'v=' }],
    ['stage variable', { ...complete, stage: { variables: {} } }],
  ])('a missing %s is 401 without a call', async (_, options) => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL, request);
    expect((await refusalOf(() => ask(options))).type).toBe('UNAUTHORIZED');
    expect(events).toEqual([]);
  });
});

describe('the cache of results', () => {
  test('keeps a result for its TTL, by the token', async () => {
    const { ask, token, clock, events } = gatewayWith(() => ALLOW_ALL, { ttlSeconds: 300 });
    await ask(token('a'));
    expect(await ask(token('a'))).toMatchObject({ authorizer: { integrationLatency: 0 } });
    await ask(token('b'));
    expect(events.length).toBe(2);
    clock.advance(299_999);
    await ask(token('a'));
    expect(events.length).toBe(2);
    clock.advance(1);
    await ask(token('a'));
    expect(events.length).toBe(3);
  });

  test('answers a kept result without waiting', async () => {
    const { services, ask } = gatewayWith(() => ALLOW_ALL, { ttlSeconds: 300 });
    await ask();
    const call = makeCall({ services, authorizer: { ttlSeconds: 300 }, headers: [['Authorization', 't']] });
    expect(authorize(call)).not.toBeInstanceOf(Promise);
  });

  test('asks the kept policy again for each method', async () => {
    const { ask, events } = gatewayWith(
      (event) => ({ principalId: 'u', policyDocument: policy('Allow', event.methodArn as string) }),
      { ttlSeconds: 300 },
    );
    const headers = [['Authorization', 't']] as const;
    await ask({ headers });
    const other = await refusalOf(() => ask({ headers, path: '/orders/8' }));
    expect(other.type).toBe('ACCESS_DENIED');
    expect(events.length).toBe(1);
  });

  test('is keyed by every identity source, by authorizer, stage and API', async () => {
    const identitySources = ['method.request.header.A', 'method.request.querystring.b'];
    const { ask, events } = gatewayWith(() => ALLOW_ALL, { type: 'REQUEST', identitySources, ttlSeconds: 60 });
    const base: CallOptions = { headers: [['A', '1']], query: 'b=1' };
    await ask(base);
    await ask({ ...base, path: '/elsewhere', httpMethod: 'POST' });
    expect(events.length).toBe(1);
    await ask({ ...base, query: 'b=2' });
    await ask({ ...base, headers: [['A', '2']] });
    await ask({ ...base, stage: { name: 'dev' } });
    await ask({ ...base, api: { id: 'other00000' } });
    expect(events.length).toBe(5);
  });

  test('keeps denials, but neither failures nor "Unauthorized"', async () => {
    let answer: Handler = () => ({ principalId: 'u', policyDocument: policy('Deny', '*') });
    const { ask, token, events } = gatewayWith((event) => answer(event), { ttlSeconds: 300 });
    await refusalOf(() => ask(token('denied')));
    await refusalOf(() => ask(token('denied')));
    expect(events.length).toBe(1);
    answer = () => {
      throw new Error('Unauthorized');
    };
    await refusalOf(() => ask(token('wrong')));
    await refusalOf(() => ask(token('wrong')));
    expect(events.length).toBe(3);
  });

  test('TTL 0 keeps nothing', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL, { ttlSeconds: 0 });
    await ask();
    await ask();
    expect(events.length).toBe(2);
  });
});

describe('resource policies beside Lambda authorizers', () => {
  const ANYONE = { Principal: '*' };

  test('an explicit deny comes before the function', async () => {
    const { ask, events } = gatewayWith(() => ALLOW_ALL);
    const call: CallOptions = {
      headers: [['Authorization', 't']],
      api: { policy: policy('Deny', 'execute-api:/*', ANYONE) },
    };
    const refusal = await refusalOf(() => ask(call));
    expect(refusal.options.message).toMatch(/^User: anonymous .* with an explicit deny$/);
    expect(events).toEqual([]);
  });

  test('one allow is enough, two silences deny', async () => {
    const silent = () => ({ principalId: 'u', policyDocument: policy('Allow', 'elsewhere') });
    const allowing = { policy: policy('Allow', 'execute-api:/*', ANYONE) };
    const quiet = { policy: policy('Allow', 'execute-api:/dev/*', ANYONE) };
    const headers = [['Authorization', 't']] as const;
    expect(await gatewayWith(silent).ask({ headers, api: allowing })).toBeDefined();
    expect(await gatewayWith(() => ALLOW_ALL).ask({ headers, api: quiet })).toBeDefined();
    expect((await refusalOf(() => gatewayWith(silent).ask({ headers, api: quiet }))).type).toBe('ACCESS_DENIED');
  });
});
