import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Authorizer, Backend, type CorsOptions, ServerlessApi } from '../../../lib';
import { renderMappingTemplate } from '../../../lib/testing';
import { documentIn, makeApi, makeStack } from '../fixtures';

const SHOP = 'https://shop.example.com';
const ADMIN = 'https://admin.example.com';

/** Headers that the shared part of a preflight sets for an origin. */
function preflight(cors: CorsOptions, header: Record<string, string>): Record<string, string> {
  const [mapping] = Object.values(Template.fromStack(makeApi({ cors }).stack).toJSON().Mappings) as any[];
  const { output, overrides } = renderMappingTemplate(mapping.Preflight.Template, { params: { header } });
  expect(output).toBe('');
  return (overrides.responseOverride as any).header;
}

describe('a preflight (aws-cdk #30453)', () => {
  const several = { allowOrigins: [SHOP, ADMIN], allowCredentials: true };

  test('names the origin that asks, if it is allowed', () => {
    expect(preflight(several, { Origin: ADMIN })).toMatchObject({
      'Access-Control-Allow-Origin': ADMIN,
      'Access-Control-Allow-Credentials': 'true',
      Vary: 'Origin',
    });
    expect(preflight(several, { origin: SHOP })['Access-Control-Allow-Origin']).toBe(SHOP);
  });

  test.each([
    'https://evil.example',
    'https://shop.example.com.evil.example',
    'https://shopXexample.com',
    'http://shop.example.com',
    'https://shop.example.com:8443',
    'https://SHOP.example.com',
    'null',
    '',
  ])('does not answer the look-alike "%s"', (origin) => {
    const headers = preflight(several, { Origin: origin });
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
    expect(headers.Vary).toBe('Origin');
  });

  test('has fixed headers for one origin and for every origin', () => {
    expect(preflight({ allowOrigins: [SHOP] }, {})).toEqual({
      'Access-Control-Allow-Origin': SHOP,
      'Access-Control-Allow-Headers': expect.stringContaining('Authorization'),
    });
    expect(preflight({ allowOrigins: ['*'], maxAge: Duration.hours(1), allowHeaders: ['X-A'] }, {})).toEqual({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'X-A',
      'Access-Control-Max-Age': '3600',
    });
  });

  test('is answered by API Gateway on every path, asks for nothing, and allows the methods of the path', () => {
    const { stack, api } = makeApi({ cors: several });
    api.addRoute('POST /orders', { backend: Backend.mock() });
    api.addRoute('ANY /{proxy+}', { backend: Backend.mock() });
    const { paths } = documentIn(stack);
    expect(paths['/orders'].options).toMatchObject({
      security: [],
      'x-amazon-apigateway-auth': { type: 'NONE' },
      'x-amazon-apigateway-integration': {
        type: 'mock',
        responses: {
          default: {
            statusCode: '204',
            responseParameters: { 'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'" },
          },
        },
      },
    });
    expect(paths['/{proxy+}'].options).toBeDefined();
  });

  test("leaves the user's own OPTIONS route alone", () => {
    const { stack, api } = makeApi({ cors: several });
    api.addRoute('OPTIONS /orders', { backend: Backend.mock({ status: 200 }), authorizer: Authorizer.none() });
    expect(documentIn(stack).paths['/orders'].options.responses).toHaveProperty('200');
  });

  test('is not made without cors', () => {
    expect(documentIn(makeApi().stack).paths['/orders']).not.toHaveProperty('options');
  });

  test('takes an origin that is known at deployment only', () => {
    const stack = makeStack();
    const origin = new CfnParameter(stack, 'Origin').valueAsString;
    new ServerlessApi(stack, 'Api', {
      cors: { allowOrigins: [origin] },
      routes: { 'GET /': { backend: Backend.mock() } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
      Body: {
        paths: {
          '/': {
            options: {
              'x-amazon-apigateway-integration': {
                responses: {
                  default: {
                    responseTemplates: {
                      'application/json': { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'Origin' }])] },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
  });
});

describe('an error answer of API Gateway', () => {
  const parameters = (cors: CorsOptions) => {
    const responses = documentIn(makeApi({ cors }).stack)['x-amazon-apigateway-gateway-responses'];
    expect(Object.keys(responses)).toEqual(['DEFAULT_4XX', 'DEFAULT_5XX']);
    expect(responses.DEFAULT_4XX).toEqual(responses.DEFAULT_5XX);
    return responses.DEFAULT_4XX.responseParameters;
  };
  const header = (name: string) => `gatewayresponse.header.${name}`;

  test('carries the one origin, with credentials', () => {
    expect(parameters({ allowOrigins: [SHOP], allowCredentials: true, exposeHeaders: ['X-Total'] })).toEqual({
      [header('Access-Control-Allow-Origin')]: `'${SHOP}'`,
      [header('Access-Control-Allow-Credentials')]: "'true'",
      [header('Access-Control-Expose-Headers')]: "'X-Total'",
    });
  });

  test('repeats the caller of several, never with credentials', () => {
    expect(parameters({ allowOrigins: [SHOP, ADMIN], allowCredentials: true })).toEqual({
      [header('Access-Control-Allow-Origin')]: 'method.request.header.origin',
      [header('Vary')]: "'Origin'",
    });
  });

  test('names the errorOrigin with credentials when there is one', () => {
    expect(parameters({ allowOrigins: [SHOP, ADMIN], allowCredentials: true, errorOrigin: ADMIN })).toEqual({
      [header('Access-Control-Allow-Origin')]: `'${ADMIN}'`,
      [header('Access-Control-Allow-Credentials')]: "'true'",
      [header('Vary')]: "'Origin'",
    });
  });
});

describe('the answer of a mock', () => {
  const answer = (cors: CorsOptions, body: unknown = { ok: true }) => {
    const { stack, api } = makeApi({ cors });
    api.addRoute('GET /health', { backend: Backend.mock({ body }) });
    return documentIn(stack).paths['/health'].get;
  };

  test('carries the one origin', () => {
    const { responses, 'x-amazon-apigateway-integration': integration } = answer({ allowOrigins: ['*'] });
    expect(responses['200'].headers).toHaveProperty('Access-Control-Allow-Origin');
    expect(integration.responses.default.responseParameters).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'*'",
    });
  });

  test('compares several origins before its body', () => {
    const { 'x-amazon-apigateway-integration': integration } = answer({ allowOrigins: [SHOP, ADMIN] });
    expect(integration.responses.default.responseTemplates['application/json']).toEqual({
      'Fn::Join': ['', [{ 'Fn::FindInMap': [expect.any(String), 'Answer', 'Template'] }, '{"ok":true}']],
    });
  });
});

test('bundled functions learn what they may answer', () => {
  const stack = makeStack();
  new ServerlessApi(stack, 'Api', {
    cors: { allowOrigins: [SHOP, ADMIN], allowCredentials: true, exposeHeaders: ['X-A', 'X-B'] },
    functionDefaults: { environment: { TABLE: 'orders' } },
    routes: { 'GET /': { entry: 'lambda/orders/list.ts' } },
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        TABLE: 'orders',
        CORS_ALLOW_ORIGINS: `${SHOP},${ADMIN}`,
        CORS_ALLOW_CREDENTIALS: 'true',
        CORS_EXPOSE_HEADERS: 'X-A,X-B',
      },
    },
  });
});

describe('cors is refused (aws-cdk #9076)', () => {
  const refusal = (cors: CorsOptions) => () => new ServerlessApi(makeStack(), 'Api', { cors });

  test.each<[CorsOptions, string]>([
    [{ allowOrigins: [] }, 'cors.allowOrigins must name at least one origin'],
    [{ allowOrigins: ['*', SHOP] }, 'must hold "*" alone or a list of origins'],
    [{ allowOrigins: ['*'], allowCredentials: true }, 'cors.allowOrigins must not be "*" with allowCredentials'],
    [{ allowOrigins: [SHOP], allowHeaders: ['*'], allowCredentials: true }, 'cors.allowHeaders must not be "*"'],
    [{ allowOrigins: [`${SHOP}/`] }, 'which is no origin'],
    [{ allowOrigins: ['shop.example.com'] }, 'which is no origin'],
    [{ allowOrigins: ['null'] }, 'sandboxed pages of every site send it'],
    [{ allowOrigins: ['https://*.example.com'] }, 'origins are compared as a whole'],
    [{ allowOrigins: ["https://a'b"] }, 'which is no origin'],
    [{ allowOrigins: ['https://Shop.example.com:443'] }, 'browsers send it as "https://shop.example.com"'],
    [{ allowOrigins: [SHOP], errorOrigin: ADMIN }, `cors.errorOrigin must be one of cors.allowOrigins, got "${ADMIN}"`],
    [{ allowOrigins: [SHOP], allowHeaders: ['X Y'] }, 'cors.allowHeaders has "X Y", which is no name of HTTP'],
  ])('%j', (cors, fault) => expect(refusal(cors)).toThrow(fault));

  test('with all that is wrong at once', () => {
    expect(refusal({ allowOrigins: ['a', 'b'], allowMethods: ['('] })).toThrow(/3 faults/);
  });
});

test('handlers of the user get no environment', () => {
  const { stack } = makeApi({ cors: { allowOrigins: [SHOP] } });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: Match.absent() });
});
