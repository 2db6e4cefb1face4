import { APIGatewayProxyEventSchema } from '@aws-lambda-powertools/parser/schemas/api-gateway';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { buildContext } from '../../../../lib/gateway/rest/context';
import { buildLambdaProxyEvent } from '../../../../lib/gateway/rest/events/lambda-proxy-event';
import type { RoutedCall } from '../../../../lib/gateway/rest/call';
import { restApi, stage } from '../../assembly-model';
import { type CallOptions, routedCall } from '../routed-call';

const eventOf = (options: CallOptions = {}, more: Partial<RoutedCall> = {}) => {
  const call = { ...routedCall(options), stage: stage('prod'), ...more };
  call.api = { ...restApi([]), ...options.api } as RoutedCall['api'];
  return buildLambdaProxyEvent({ call, context: buildContext({ call, caller: { identity: {} } }) });
};

describe('the event of a Lambda proxy integration', () => {
  test('has null where there is nothing', () => {
    expect(eventOf()).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
  });

  test('is one that the schemas and types of handlers know', () => {
    const full = eventOf({ query: 'a=1', headers: [['tEsT', '1']] });
    for (const event of [eventOf(), full]) {
      const typed: Pick<APIGatewayProxyEvent, 'body' | 'headers' | 'httpMethod' | 'path' | 'resource'> = event;
      expect(APIGatewayProxyEventSchema.safeParse(typed).error?.issues).toBeUndefined();
    }
  });

  test('has the last value of a repeated parameter, and all of them', () => {
    expect(eventOf({ query: 'a=1&a=2' })).toMatchObject({
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
    });
  });

  test('keeps the case of header names, but for those that the service writes itself', () => {
    const { headers } = eventOf({
      headers: [
        ['tEsT', '1'],
        ['aUThorization', 'x'],
        ['user-agent', 'y'],
      ],
    });
    expect(Object.keys(headers).slice(0, 3)).toEqual(['tEsT', 'Authorization', 'User-Agent']);
  });

  test('has all values of a repeated header', () => {
    const { headers, multiValueHeaders } = eventOf({
      headers: [
        ['x', '1'],
        ['x', '2'],
      ],
    });
    expect(headers.x).toBe('2');
    expect(multiValueHeaders.x).toEqual(['1', '2']);
  });

  test('drops headers that reach no integration', () => {
    const names = ['Connection', 'Content-Length', 'Content-MD5', 'Expect', 'Max-Forwards', 'Proxy-Authenticate'];
    const more = ['Server', 'TE', 'Transfer-Encoding', 'Trailer', 'Upgrade', 'WWW-Authenticate'];
    const { headers } = eventOf({ headers: [...names, ...more].map((name) => [name, 'x'] as const) });
    for (const name of [...names, ...more]) expect(headers).not.toHaveProperty(name);
  });

  test('says where the request came from', () => {
    const { headers } = eventOf({ headers: [['x-forwarded-for', '198.51.100.1']] });
    expect(headers).toMatchObject({
      'X-Forwarded-For': '198.51.100.1, 192.0.2.7',
      'X-Forwarded-Port': '3000',
      'X-Forwarded-Proto': 'http',
      'X-Amzn-Trace-Id': 'Root=1-00000000-000000000000000000000000',
    });
    expect(headers).not.toHaveProperty('x-forwarded-for');
  });

  test('behind a distribution has its headers', () => {
    const { headers } = eventOf({ api: { endpointType: 'EDGE' } });
    expect(headers).toHaveProperty(['CloudFront-Forwarded-Proto'], 'https');
    expect(headers.Via).toContain('CloudFront');
  });

  test('no name has a meaning of its own', () => {
    const event = JSON.stringify(
      eventOf({
        headers: [
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ],
        query: '__proto__=z',
      }),
    );
    expect(event).toContain('"__proto__":"x","constructor":"y"');
    expect(event).toContain('"__proto__":["x"],"constructor":["y"]');
    expect(event).toContain('"queryStringParameters":{"__proto__":"z"}');
  });

  test('has binary bodies in base64, by the content type of the request', () => {
    const api = { binaryMediaTypes: ['image/*'] };
    expect(eventOf({ api, body: Buffer.from([0xff]), headers: [['Content-Type', 'image/png']] })).toMatchObject({
      body: '/w==',
      isBase64Encoded: true,
    });
    expect(eventOf({ api, body: Buffer.from([0xff]), headers: [['Content-Type', 'text/plain']] })).toMatchObject({
      body: '\ufffd',
      isBase64Encoded: false,
    });
  });

  test('has the request context as recorded, absent identities null', () => {
    const { requestContext } = eventOf();
    expect(Object.keys(requestContext).sort()).toEqual(
      [
        'accountId',
        'apiId',
        'deploymentId',
        'domainName',
        'domainPrefix',
        'extendedRequestId',
        'httpMethod',
        'identity',
        'path',
        'protocol',
        'requestId',
        'requestTime',
        'requestTimeEpoch',
        'resourceId',
        'resourcePath',
        'stage',
      ].sort(),
    );
    expect(requestContext.identity).toEqual({
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '192.0.2.7',
      user: null,
      userAgent: null,
      userArn: null,
    });
  });
});
