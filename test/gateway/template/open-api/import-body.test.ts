import { loadAssembly } from '../../../../lib/gateway/template';
import {
  faultsOf,
  loadBody,
  loadResources,
  loadStack,
  operation,
  resource,
  restApi,
  rootMethod,
  temporaryFolder,
  writeAssembly,
  writeText,
} from '../assembly-writer';

const pets = (more: Record<string, unknown>) => ({ paths: { '/pets': { get: operation(more) } } });
const first = (body: Record<string, unknown>, api = {}) => loadBody(body, api).methods[0];
const refusals = (body: Record<string, unknown>, api = {}) => faultsOf(() => loadBody(body, api));
const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations';
const schemes = {
  sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  pool: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: ['arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_x'],
    },
  },
  token: {
    type: 'apiKey',
    name: 'X-Token',
    in: 'header',
    'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: uri, authorizerResultTtlInSeconds: 0 },
  },
  request: {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: uri,
      identitySource: 'method.request.header.A, context.b',
    },
  },
};
const secured = (more: Record<string, unknown>, root = {}) => ({
  ...pets(more),
  components: { securitySchemes: schemes },
  ...root,
});

describe('paths and operations', () => {
  test('become methods, ANY by its extension', () => {
    const api = loadBody({
      paths: {
        '/': { get: operation() },
        '/a/{id}/': { 'x-amazon-apigateway-any-method': operation(), options: operation({ operationId: 'pre' }) },
      },
    });
    expect(api.methods.map((method) => `${method.httpMethod} ${method.resourcePath}`)).toEqual([
      'GET /',
      'ANY /a/{id}',
      'OPTIONS /a/{id}',
    ]);
    expect(api.methods[2].operationName).toBe('pre');
    expect(api.methods[1].resourceId).toBe(api.methods[2].resourceId);
  });

  test('declare path variables by themselves, and parameters of path and operation', () => {
    const paths = {
      '/a/{id}': {
        parameters: [{ name: 'page', in: 'query', required: true }, { $ref: '#/components/parameters/Tenant' }],
        get: operation({
          parameters: [
            { name: 'page', in: 'query' },
            { name: 'session', in: 'cookie' },
          ],
        }),
      },
    };
    const components = { parameters: { Tenant: { name: 'X-Tenant', in: 'header', required: true } } };
    expect(first({ paths, components }).requestParameters).toEqual({
      'method.request.path.id': true,
      'method.request.querystring.page': false,
      'method.request.header.X-Tenant': true,
    });
  });

  test('have integrations in either case of their words', () => {
    const integration = {
      type: 'http',
      httpMethod: 'get',
      uri: 'https://example.com/${AWS::Region}',
      passthroughBehavior: 'when_no_templates',
      timeoutInMillis: 1000,
      connectionType: 'VPC_LINK',
      connectionId: '${stageVariables.link}',
      cacheKeyParameters: ['method.request.querystring.q'],
      tlsConfig: { insecureSkipVerification: true },
      responses: {
        default: { statusCode: '200' },
        '4\\d{2}': {
          statusCode: 400,
          responseParameters: { 'method.response.header.A': "'b'" },
          responseTemplates: { 'application/json': '{}' },
        },
      },
    };
    const method = first({
      paths: {
        '/': {
          get: {
            'x-amazon-apigateway-integration': integration,
            responses: { 400: { headers: { A: {} } }, default: {} },
          },
        },
      },
    });
    expect(method.integration).toMatchObject({
      type: 'HTTP',
      httpMethod: 'GET',
      uri: 'https://example.com/us-east-1',
      passthroughBehavior: 'WHEN_NO_TEMPLATES',
      timeoutMs: 1000,
      vpcLinkId: '${stageVariables.link}',
      insecureSkipVerification: true,
      responses: [
        { statusCode: '200' },
        { statusCode: '400', selectionPattern: '4\\d{2}', responseParameters: { 'method.response.header.A': "'b'" } },
      ],
    });
    expect(method.responses).toEqual({ 400: { parameters: { 'method.response.header.A': false } } });
    expect(method.integration.cacheNamespace).toBe(method.resourceId);
  });

  test('lose request parameters that are no text', () => {
    const requestParameters = { 'integration.request.header.a': true, 'integration.request.header.b': "'c'" };
    const integration = { type: 'mock', requestParameters };
    const body = { paths: { '/': { get: { 'x-amazon-apigateway-integration': integration } } } };
    expect(first(body).integration.requestParameters).toEqual({ 'integration.request.header.b': "'c'" });
    expect(refusals(body, { FailOnWarnings: true })).toEqual([
      expect.stringContaining("Invalid format for 'requestParameters'. Expected type string for property"),
    ]);
  });

  test.each([
    ['ignore', '/e'],
    ['prepend', '/a/b/e'],
    ['split', '/b/e'],
  ])('basepath %s gives %s', (basepath, path) => {
    const body = {
      servers: [{ url: 'https://x/{basePath}', variables: { basePath: { default: '/a/b' } } }],
      paths: { '/e': { get: operation() } },
    };
    expect(first(body, { Parameters: { basepath } }).resourcePath).toBe(path);
  });

  test.each([
    ['an operation without an integration', { paths: { '/': { get: {} } } }, 'No integration defined for method'],
    [
      'a greedy variable that is not last',
      { paths: { '/{p+}/a': { get: operation() } } },
      'Cannot create a child of a resource with a greedy path variable: {p+}',
    ],
    [
      'sibling variables',
      { paths: { '/{a}': { get: operation() }, '/{b}/c': { get: operation() } } },
      'A sibling ({a}) of this resource already has a variable path part',
    ],
    [
      'a variable that is part of a segment',
      { paths: { '/a-{b}': { get: operation() } } },
      "Resource's path part only allow",
    ],
    [
      'a version of OpenAPI that is not accepted',
      { openapi: '3.1.0' },
      'Swagger 2.0 and OpenAPI 3.0 are accepted, got "3.1.0"',
    ],
    [
      'a validator that is not defined',
      pets({ 'x-amazon-apigateway-request-validator': 'all' }),
      'Invalid Request Validator identifier specified: "all"',
    ],
    [
      'a parameter name in two places',
      pets({
        parameters: [
          { name: 'a', in: 'query' },
          { name: 'a', in: 'header' },
        ],
      }),
      'Parameter names must be unique',
    ],
    ['a scheme that is not defined', pets({ security: [{ nope: [] }] }), 'the security scheme "nope" is not defined'],
    [
      'two authorizers',
      secured({ security: [{ pool: [] }, { token: [] }] }),
      'a method has one authorizer, the operation names two',
    ],
  ])('%s is refused', (_, body, message) => {
    expect(refusals(body)).toEqual([expect.stringContaining(message)]);
  });
});

describe('security', () => {
  test.each([
    ['IAM by a scheme', { security: [{ sigv4: [] }] }, {}, { authorizationType: 'AWS_IAM' }],
    ['IAM by extension', { 'x-amazon-apigateway-auth': { type: 'aws_iam' } }, {}, { authorizationType: 'AWS_IAM' }],
    [
      'Cognito with scopes',
      { security: [{ pool: ['a/b'] }] },
      {},
      { authorizationType: 'COGNITO_USER_POOLS', authorizationScopes: ['a/b'] },
    ],
    [
      'a Lambda authorizer and a key',
      { security: [{ token: [] }, { api_key: [] }] },
      {},
      { authorizationType: 'CUSTOM', apiKeyRequired: true },
    ],
    ['what the root says', {}, { security: [{ pool: [] }] }, { authorizationType: 'COGNITO_USER_POOLS' }],
    [
      'an empty list does not undo the root',
      { security: [] },
      { security: [{ pool: [] }] },
      { authorizationType: 'COGNITO_USER_POOLS' },
    ],
    [
      'NONE by extension does',
      { security: [], 'x-amazon-apigateway-auth': { type: 'NONE' } },
      { security: [{ pool: [] }] },
      { authorizationType: 'NONE' },
    ],
    ['nothing at all', {}, {}, { authorizationType: 'NONE', apiKeyRequired: false }],
  ])('%s', (_, more, root, expected) => {
    expect(first(secured(more, root))).toMatchObject(expected);
  });

  test('every scheme with an authorizer becomes one', () => {
    const authorizers = Object.values(loadBody(secured({})).authorizers);
    expect(
      authorizers.map(({ name, type, identitySources, ttlSeconds }) => ({ name, type, identitySources, ttlSeconds })),
    ).toEqual([
      {
        name: 'pool',
        type: 'COGNITO_USER_POOLS',
        identitySources: ['method.request.header.Authorization'],
        ttlSeconds: 300,
      },
      { name: 'token', type: 'TOKEN', identitySources: ['method.request.header.X-Token'], ttlSeconds: 0 },
      { name: 'request', type: 'REQUEST', identitySources: ['method.request.header.A', 'context.b'], ttlSeconds: 300 },
    ]);
  });

  test('a scheme that API Gateway cannot check is dropped, or refused with FailOnWarnings', () => {
    const body = {
      ...pets({ security: [{ oauth: [] }] }),
      components: { securitySchemes: { oauth: { type: 'oauth2' } } },
    };
    expect(first(body).authorizationType).toBe('NONE');
    expect(refusals(body, { FailOnWarnings: true })).toEqual([
      'Warnings found during import: GET /pets: the security scheme "oauth" is none that API Gateway can check',
    ]);
  });
});

describe('models and validators', () => {
  const Pet = {
    type: 'object',
    nullable: true,
    example: {},
    properties: { example: { $ref: '#/components/schemas/Name' } },
    'x-own': 1,
  };
  const components = { schemas: { Pet, Name: { type: 'string' } } };
  const json = (schema: unknown) => ({ requestBody: { content: { 'application/json': { schema } } } });

  test('schemas become models, without the words that only OpenAPI has', () => {
    const api = loadBody({ ...pets(json({ $ref: '#/components/schemas/Pet' })), components });
    expect(api.schemas).toEqual({
      Pet: { type: 'object', properties: { example: { $ref: '#/definitions/Name' } } },
      Name: { type: 'string' },
    });
    expect(api.methods[0].requestModels).toEqual({ 'application/json': 'Pet' });
  });

  test('a plain schema without a name gets one, a composed one is dropped', () => {
    const inline = loadBody(pets(json({ type: 'object' })));
    const [name] = Object.values(inline.methods[0].requestModels);
    expect(inline.schemas).toEqual({ [name]: { type: 'object' } });
    expect(first(pets(json({ oneOf: [{ type: 'object' }] }))).requestModels).toEqual({});
  });

  test('validators are chosen by the operation, else by the root', () => {
    const validators = {
      body: { validateRequestBody: true },
      all: { validateRequestBody: true, validateRequestParameters: true },
    };
    const key = 'x-amazon-apigateway-request-validator';
    const body = {
      [`${key}s`]: validators,
      [key]: 'all',
      paths: { '/': { get: operation(), post: operation({ [key]: 'body' }) } },
    };
    expect(loadBody(body).methods.map(({ validator }) => validator)).toEqual([
      { body: true, parameters: true },
      { body: true, parameters: false },
    ]);
  });

  test.each([
    ['a name that is not alphanumeric', { 'My-Pet': {} }, 'Model name must be alphanumeric'],
    ['a reference to elsewhere', { A: { $ref: 'https://example.com/x.json' } }, "Unable to create model for 'A'"],
    ['a reference to nothing', { A: { $ref: '#/components/schemas/B' } }, 'the model "A" refers to the model "B"'],
  ])('%s is refused', (_, schemas, message) => {
    expect(refusals({ ...pets({}), components: { schemas } })).toEqual([expect.stringContaining(message)]);
  });
});

describe('settings', () => {
  test('come from the body, beside the properties', () => {
    const api = loadBody(
      {
        ...pets({}),
        servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
        'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
        'x-amazon-apigateway-binary-media-types': ['image/png'],
        'x-amazon-apigateway-minimum-compression-size': 10,
        'x-amazon-apigateway-policy': { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_4XX: { statusCode: '418', responseParameters: { 'gatewayresponse.header.A': "'b'" } },
        },
      },
      { BinaryMediaTypes: ['image/gif'], Parameters: { endpointConfigurationTypes: 'REGIONAL' } },
    );
    expect(api).toMatchObject({
      name: 'pets',
      endpointType: 'REGIONAL',
      disableExecuteApiEndpoint: true,
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/gif', 'image/png'],
      minimumCompressionSize: 10,
      policy: { Statement: [{ Effect: 'Allow' }] },
      gatewayResponses: {
        DEFAULT_4XX: {
          statusCode: '418',
          responseParameters: { 'gatewayresponse.header.A': "'b'" },
          responseTemplates: {},
        },
      },
    });
  });

  test('an overwriting import replaces media types and says what it would reset', () => {
    const Body = {
      openapi: '3.0.1',
      info: { title: 'pets' },
      ...pets({}),
      'x-amazon-apigateway-binary-media-types': ['image/png'],
    };
    const model = loadResources(
      restApi({}, { Body, Mode: 'overwrite', BinaryMediaTypes: ['image/gif'], MinimumCompressionSize: 5 }),
    );
    expect(model.restApis[0]).toMatchObject({
      name: 'shop',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 5,
    });
    expect(model.fidelity.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('may reset MinimumCompressionSize'),
    );
  });

  test('resources may stand beside a body', () => {
    const Body = { openapi: '3.0.1', info: { title: 'pets' }, ...pets({}) };
    const more = { Extra: resource(undefined, 'extra'), M: rootMethod({ ResourceId: { Ref: 'Extra' } }) };
    expect(loadResources(restApi(more, { Body })).restApis[0].methods.map(({ resourcePath }) => resourcePath)).toEqual([
      '/pets',
      '/extra',
    ]);
    expect(faultsOf(() => loadResources(restApi({ ...more, Extra: resource(undefined, 'pets') }, { Body })))).toEqual([
      'Another resource with the same parent already has this name: pets',
    ]);
  });
});

describe('Swagger 2.0 and assets', () => {
  const yaml = [
    "swagger: '2.0'",
    'info: {title: pets, version: 1}',
    'basePath: /v1',
    'consumes: [application/json, text/plain]',
    'securityDefinitions:',
    '  api_key: {type: apiKey, name: x-api-key, in: header}',
    'definitions:',
    '  Pet: {type: object}',
    'paths:',
    '  /pets:',
    '    post:',
    '      security: [{api_key: []}]',
    "      parameters: [{name: Pet, in: body, schema: {$ref: '#/definitions/Pet'}}]",
    '      x-amazon-apigateway-integration: {type: MOCK}',
  ].join('\n');

  test('a body among the assets is read by its object key', () => {
    const folder = temporaryFolder();
    writeText(folder, 'asset.1/pets.yaml', yaml);
    const api = { BodyS3Location: { Bucket: { 'Fn::Sub': 'b-${AWS::Region}' }, Key: 'abc.yaml' }, Name: undefined };
    writeAssembly(
      { Shop: { template: { Resources: restApi({}, api) }, assets: { 'abc.yaml': 'asset.1/pets.yaml' } } },
      folder,
    );
    const [read] = loadAssembly(folder).restApis;
    expect(read.name).toBe('pets');
    expect(read.methods).toMatchObject([
      {
        resourcePath: '/pets',
        httpMethod: 'POST',
        apiKeyRequired: true,
        requestModels: { 'application/json': 'Pet', 'text/plain': 'Pet' },
        requestParameters: {},
      },
    ]);
  });

  test('an included body is evaluated', () => {
    const folder = temporaryFolder();
    const body = { openapi: '3.0.1', info: { title: { Ref: 'AWS::StackName' } }, ...pets({}) };
    writeText(folder, 'asset.json', JSON.stringify(body));
    const Body = {
      'Fn::Transform': {
        Name: 'AWS::Include',
        Parameters: { Location: { 'Fn::Sub': 's3://b-${AWS::Region}/abc.json' } },
      },
    };
    writeAssembly(
      {
        Shop: { template: { Resources: restApi({}, { Body, Name: undefined }) }, assets: { 'abc.json': 'asset.json' } },
      },
      folder,
    );
    expect(loadAssembly(folder).restApis[0].name).toBe('Shop');
  });

  test('a body that is elsewhere is named in the report', () => {
    const model = loadStack({
      Resources: restApi({}, { BodyS3Location: { Bucket: 'b', Key: 'k.json' } }),
    });
    expect(model.fidelity.map(({ message }) => message)).toContain(
      'its body "s3://b/k.json" is not among the assets of the assembly, so its routes are unknown',
    );
  });

  test('a file that is neither JSON nor YAML is refused', () => {
    expect(faultsOf(() => loadResources(restApi({}, { Body: '{"a":' })))).toEqual([
      expect.stringContaining('Invalid OpenAPI input'),
    ]);
  });
});
