import { Authorizer, Backend, ServerlessApi } from '../../../lib';
import { documentIn, makeFunction, makeStack } from '../fixtures';

const PETSTORE = 'test/fixtures/openapi/petstore.yaml';

function make(props: Partial<Parameters<typeof ServerlessApi.fromOpenApi>[2]> = {}) {
  const stack = makeStack();
  const handler = makeFunction(stack);
  const operations = { listPets: { handler }, createPet: { handler }, 'GET /pets/{petId}': { handler } };
  const api = ServerlessApi.fromOpenApi(stack, 'Petstore', { document: PETSTORE, operations, ...props });
  return { stack, api, document: () => documentIn(stack) };
}

describe('an API from a document', () => {
  test('has every operation, answered by what is bound to it or by its own integration', () => {
    const { paths } = make().document();
    expect(Object.keys(paths)).toEqual(['/pets', '/pets/{petId}', '/status']);
    expect(paths['/pets'].get['x-amazon-apigateway-integration'].type).toBe('aws_proxy');
    expect(paths['/status'].get).toMatchObject({
      operationId: 'status',
      security: [],
      'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '200' } } },
    });
  });

  test('checks what the document asks for', () => {
    const { paths, components } = make().document();
    expect(paths['/pets'].get).toMatchObject({
      operationId: 'listPets',
      'x-amazon-apigateway-request-validator': 'parameters',
      parameters: [
        { name: 'X-Tenant', in: 'header', required: true },
        { name: 'limit', in: 'query', required: true },
      ],
    });
    expect(paths['/pets'].post).toMatchObject({
      'x-amazon-apigateway-request-validator': 'all',
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewPet' } } } },
    });
    expect(components.schemas).toEqual({
      NewPet: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, parent: { $ref: '#/components/schemas/NewPet' } },
      },
    });
  });

  test('lets in whom the document lets in, as far as API Gateway knows it', () => {
    const { paths } = make().document();
    expect(paths['/pets'].get.security).toEqual([{ sigv4: [] }]);
    expect(paths['/pets'].post.security).toEqual([{ api_key: [] }]);
    expect(paths['/pets/{petId}'].get.security).toEqual([]);
    const open = make({ authorizer: Authorizer.none() }).document();
    expect(open.paths['/pets'].get.security).toEqual([]);
  });

  test('takes over the authorizers of a document', () => {
    const document = {
      openapi: '3.0.1',
      info: { title: 'x', version: '1' },
      security: [{ pool: ['a/b'] }],
      paths: { '/': { get: { operationId: 'root', responses: {} } } },
      components: {
        securitySchemes: {
          pool: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'cognito_user_pools',
            'x-amazon-apigateway-authorizer': {
              type: 'cognito_user_pools',
              providerARNs: ['arn:aws:cognito-idp:eu-west-1:1:userpool/a'],
            },
          },
        },
      },
    };
    const made = make({ document, operations: { root: { backend: Backend.mock() } } }).document();
    expect(made.paths['/'].get.security).toEqual([{ pool: ['a/b'] }]);
    expect(made.components.securitySchemes.pool).toEqual(document.components.securitySchemes.pool);
  });

  test('keeps its settings, with CORS on top', () => {
    const responses = make({ cors: { allowOrigins: ['*'] } }).document()['x-amazon-apigateway-gateway-responses'];
    expect(responses.UNAUTHORIZED).toEqual({
      statusCode: '401',
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.WWW-Authenticate': "'Bearer'",
      },
    });
  });

  test('publishes the document as it is', () => {
    const published = make().api.openApiDocument;
    expect(published.paths['/pets'].get.summary).toBe('Every pet');
    expect(published.components.schemas.Pet.properties.id.type).toEqual(['string', 'null']);
    expect(JSON.stringify(published)).not.toContain('x-amazon-apigateway');
  });
});

describe('a document is refused', () => {
  test('when operations are answered by nothing, all of them at once', () => {
    const refusal = () => make({ operations: { listPet: { backend: Backend.mock() } } });
    expect(refusal).toThrow('4 faults');
    expect(refusal).toThrow('operation "listPets" (GET /pets) is answered by nothing');
    expect(refusal).toThrow('operation "GET /pets/{petId}" (GET /pets/{petId}) is answered by nothing');
    expect(refusal).toThrow('operation "listPet" is not in the document, which has "listPets", "createPet"');
  });

  test.each<[unknown, string]>([
    ['nowhere.yaml', 'document "nowhere.yaml" is not there'],
    [{ swagger: '2.0' }, 'is Swagger 2.0: convert it to OpenAPI 3'],
    [{ openapi: '4.0.0' }, 'must be OpenAPI 3.0 or 3.1, got "4.0.0"'],
    ['package.json', 'must be OpenAPI 3.0 or 3.1, got "undefined"'],
    ['README.md', 'document "README.md"'],
    [7, 'document must be a file name or an object, got number'],
  ])('%j', (document, fault) => expect(() => make({ document })).toThrow(fault));

  test('when a body is nothing that API Gateway can check, with route and keyword', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', nullable: true } } };
    const document = {
      openapi: '3.0.3',
      info: { title: 'x', version: '1' },
      paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
    };
    expect(() => make({ document, operations: { 'POST /a': { backend: Backend.mock() } } })).toThrow(
      'route "POST /a": schema "PostARequest" has "/properties/a/nullable"',
    );
  });
});
