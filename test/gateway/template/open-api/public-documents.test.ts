import { readPublicDocuments } from '../../../../lib/gateway/template/open-api/public-documents';
import { validateOpenApi } from '../../../validate-open-api';
import { MOCK, operation, resource, restApi, RestApiId, rootMethod, writeAssembly } from '../assembly-writer';

type Json = Record<string, any>;

function read(Resources: Record<string, unknown>): Json[] {
  const folder = writeAssembly({ Shop: { template: JSON.parse(JSON.stringify({ Resources })) } });
  return readPublicDocuments(folder, { region: 'us-east-1' });
}

const preflight = {
  ...MOCK,
  IntegrationResponses: [
    {
      StatusCode: '204',
      ResponseParameters: { 'method.response.header.Access-Control-Allow-Methods': "'GET'" },
    },
  ],
};

describe('the public document of resources and methods', () => {
  const orders = (more: Json) => ({ ...rootMethod({ ResourceId: { Ref: 'Order' }, ...more }) });
  const resources = restApi({
    Orders: resource(undefined, 'orders'),
    Order: resource('Orders', '{id}'),
    Files: resource(undefined, '{path+}'),
    Item: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        RestApiId,
        Name: 'Item',
        Schema: {
          $schema: 'http://json-schema.org/draft-04/schema#',
          type: 'object',
          properties: { amount: { type: 'integer' } },
          required: ['amount'],
        },
      },
    },
    Users: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId,
        Name: 'users',
        Type: 'COGNITO_USER_POOLS',
        IdentitySource: 'method.request.header.X-Token',
        ProviderARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc'],
      },
    },
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId, ValidateRequestBody: true },
    },
    Root: rootMethod({ AuthorizationType: 'AWS_IAM' }),
    Put: orders({
      HttpMethod: 'PUT',
      OperationName: 'putOrder',
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: 'Users' },
      AuthorizationScopes: ['orders/write'],
      ApiKeyRequired: true,
      RequestParameters: { 'method.request.querystring.dry': false, 'method.request.header.If-Match': true },
      RequestModels: { 'application/json': { Ref: 'Item' } },
      RequestValidatorId: { Ref: 'Validator' },
      MethodResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.ETag': false } }],
    }),
    Options: orders({
      HttpMethod: 'OPTIONS',
      Integration: preflight,
      MethodResponses: [
        { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Methods': true } },
      ],
    }),
    Any: rootMethod({ HttpMethod: 'ANY', ResourceId: { Ref: 'Files' }, OperationName: 'files' }),
  });
  const [api] = read(resources);

  test('has what clients may send and get', () => {
    expect(api).toMatchObject({ name: 'shop', logicalId: 'Api' });
    expect(api.document.paths['/orders/{id}']).toEqual({
      put: {
        operationId: 'putOrder',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'dry', in: 'query', required: false, schema: { type: 'string' } },
          { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } },
        },
        responses: { 200: { description: 'OK', headers: { ETag: { schema: { type: 'string' } } } } },
        security: [{ users: ['orders/write'] }, { api_key: [] }],
      },
    });
    expect(api.document.components).toEqual({
      schemas: { Item: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] } },
      securitySchemes: {
        users: { type: 'apiKey', name: 'X-Token', in: 'header' },
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header' },
        api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      },
    });
  });

  test('has an operation for each method that ANY stands for', () => {
    expect(Object.keys(api.document.paths['/{path}'])).toEqual(['get', 'put', 'post', 'delete', 'patch']);
    expect(api.document.paths['/{path}'].post).toMatchObject({ operationId: 'files_post', security: [] });
  });

  test('is valid OpenAPI', () => {
    expect(validateOpenApi([api.document])).toEqual([{ valid: true }]);
  });
});

describe('the public document of a body', () => {
  const Body = {
    openapi: '3.0.1',
    info: { title: 'pets', version: '2' },
    paths: {
      '/pets': {
        get: operation({ summary: 'All pets', responses: { 200: { description: 'pets' } } }),
        options: {
          responses: { 200: { description: 'for browsers' } },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            responses: {
              default: {
                statusCode: '200',
                responseParameters: { 'method.response.header.Access-Control-Allow-Methods': "'GET'" },
              },
            },
          },
        },
      },
    },
    'x-amazon-apigateway-binary-media-types': ['*/*'],
  };

  test('is the body without what only API Gateway reads', () => {
    expect(read(restApi({}, { Name: undefined, Body }))[0].document).toEqual({
      openapi: '3.0.1',
      info: { title: 'pets', version: '2' },
      paths: { '/pets': { get: { summary: 'All pets', responses: { 200: { description: 'pets' } } } } },
    });
  });

  test('has the resources that stand beside it', () => {
    const [{ document }] = read(
      restApi({ Toys: resource(undefined, 'toys'), Get: rootMethod({ ResourceId: { Ref: 'Toys' } }) }, { Body }),
    );
    expect(Object.keys(document.paths)).toEqual(['/pets', '/toys']);
    expect(validateOpenApi([document])).toEqual([{ valid: true }]);
  });
});
