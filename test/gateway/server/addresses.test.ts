import type { WebSocketApiModel } from '../../../lib/gateway/model';
import { localCredentials } from '../../../lib/gateway/server/credentials';
import { routeByHost } from '../../../lib/gateway/server/domains';
import { endpointOf, endpointVariables, rewriteInvokeUrls } from '../../../lib/gateway/server/endpoints';
import { toRawRequest } from '../../../lib/gateway/server/in-process';
import { managementEndpoint } from '../../../lib/gateway/server/management-endpoint';
import { origin } from '../assembly-model';

const LOCAL = { lambda: 'http://127.0.0.1:1', dynamoDb: 'http://127.0.0.1:2' };

describe('the endpoint of a service', () => {
  test('is what the environment names for it, else for all, else the embedded one', () => {
    expect(endpointOf({ AWS_ENDPOINT_URL_SQS: 'a', AWS_ENDPOINT_URL: 'b' }, LOCAL, 'SQS')).toBe('a');
    expect(endpointOf({ AWS_ENDPOINT_URL: 'b' }, LOCAL, 'DYNAMODB')).toBe('b');
    expect(endpointOf({}, LOCAL, 'DYNAMODB')).toBe('http://127.0.0.1:2');
    expect(endpointOf({}, LOCAL, 'SQS')).toBeUndefined();
  });

  test('reaches functions by variables; the user’s own pass through', () => {
    expect(endpointVariables({ AWS_ENDPOINT_URL_S3: 's3', HOME: '/' }, { ...LOCAL, management: 'm' })).toEqual({
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'm',
      AWS_ENDPOINT_URL_S3: 's3',
    });
  });

  test('for everything does not take functions away from each other', () => {
    expect(endpointVariables({ AWS_ENDPOINT_URL: 'all' }, LOCAL)).toEqual({
      AWS_ENDPOINT_URL: 'all',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1',
    });
  });
});

test('invoke URLs become local, of APIs that are here', () => {
  const origins = new Map([
    ['abcdefghij', 'http://127.0.0.1:3000'],
    ['ssssssssss', 'ws://127.0.0.1:3001'],
  ]);
  const rewrite = (id: string, scheme: string) =>
    rewriteInvokeUrls(`x ${scheme}://${id}.execute-api.eu-west-1.amazonaws.com/prod`, origins);
  expect(rewrite('abcdefghij', 'https')).toBe('x http://127.0.0.1:3000/prod');
  expect(rewrite('ssssssssss', 'wss')).toBe('x ws://127.0.0.1:3001/prod');
  expect(rewrite('ssssssssss', 'https')).toBe('x http://127.0.0.1:3001/prod');
  expect(rewrite('zzzzzzzzzz', 'https')).toContain('zzzzzzzzzz.execute-api');
});

describe('the host of a request', () => {
  const domains = [
    { domainName: 'api.example.com', basePath: '', apiId: 'root', stage: 'a' },
    { domainName: 'api.example.com', basePath: 'v1', apiId: 'one', stage: 'b' },
    { domainName: '*.shop.com', basePath: '', apiId: 'wild', stage: 'c' },
  ];
  const route = (host: string, target = '/') => routeByHost(toRawRequest({ target }, host, 0), domains);

  test('leads through a custom domain, the longest base path first', () => {
    expect(route('API.example.com:3000', '/v1/x')).toMatchObject({ apiId: 'one', domain: { basePath: '/v1' } });
    expect(route('api.example.com', '/v1x')).toMatchObject({ apiId: 'root', domain: { basePath: '' } });
  });

  test('may be one label of a wildcard', () => {
    expect(route('a.shop.com')).toMatchObject({ apiId: 'wild' });
    expect(route('a.b.shop.com')).toEqual({ kind: 'default' });
    expect(route('shop.com')).toEqual({ kind: 'default' });
  });

  test('may be the invoke host of an API', () => {
    expect(route('abcdefghij.execute-api.us-east-1.amazonaws.com')).toEqual({ kind: 'api', apiId: 'abcdefghij' });
  });

  test('without a fitting base path leads nowhere', () => {
    const only = [{ domainName: 'd.com', basePath: 'v1', apiId: 'one', stage: 'b' }];
    expect(routeByHost(toRawRequest({ target: '/v2' }, 'd.com', 0), only)).toEqual({ kind: 'unmapped' });
  });
});

describe('managementEndpoint', () => {
  const socketApi = (id: string, fn: string) =>
    ({
      id,
      stages: [{ name: 'dev' }],
      kind: 'WEBSOCKET',
      origin: origin(id),
      routes: {
        $default: { integration: { uri: `arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${fn}/invocations` } },
      },
    }) as unknown as WebSocketApiModel;
  const model = {
    webSocketApis: [
      socketApi('First', 'arn:aws:lambda:us-east-1:123456789012:function:a'),
      socketApi('Second', 'arn:aws:lambda:us-east-1:123456789012:function:b'),
    ],
  };
  const origins = new Map([
    ['First', 'ws://127.0.0.1:1'],
    ['Second', 'ws://127.0.0.1:2'],
  ]);

  test('is of the API that calls the function, else of the first', () => {
    expect(managementEndpoint(model, { arn: 'arn:aws:lambda:us-east-1:123456789012:function:b' }, origins)).toBe(
      'http://127.0.0.1:2/dev',
    );
    expect(managementEndpoint(model, { arn: 'arn:aws:lambda:us-east-1:123456789012:function:c' }, origins)).toBe(
      'http://127.0.0.1:1/dev',
    );
  });

  test('is nowhere when nothing listens', () => {
    expect(
      managementEndpoint(
        model,
        { arn: 'arn:aws:lambda:us-east-1:123456789012:function:a' },
        new Map([['First', 'wss://x']]),
      ),
    ).toBeUndefined();
  });
});

test('half a pair of keys is none', () => {
  expect(localCredentials({ AWS_ACCESS_KEY_ID: 'a' }, '1')).toMatchObject({ generated: true });
});
