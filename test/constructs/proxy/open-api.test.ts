import { Authorizer, type OpenApiProxyProps, ProxyApi, type ProxyPathOptions, Upstream } from '../../../lib';
import { documentIn, makeStack } from '../fixtures';
import { LEGACY, publicRoutesIn, targetsIn } from './fixtures';

const responses = { 200: { description: 'ok' } };
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  'x-amazon-apigateway-security-policy': 'TLS_1_2',
  paths: {
    '/pets': {
      get: { operationId: 'listPets', responses, security: [] },
      post: {
        operationId: 'addPet',
        requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['name'] } } } },
        responses,
      },
    },
    '/toys/{id}': {
      get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], responses },
    },
  },
};

const make = (props: Partial<OpenApiProxyProps> = {}) => {
  const stack = makeStack();
  const front = ProxyApi.fromOpenApi(stack, 'Front', { document: DOCUMENT, upstream: LEGACY, ...props });
  return { stack, front };
};

describe('a front door of a document', () => {
  test('has its operations, and nothing that takes the rest', () => {
    const { stack, front } = make({ mounts: { '/toys': Upstream.url('https://toys.example.com') } });
    expect(targetsIn(stack)).toEqual({
      'GET /pets': 'https://legacy.example.com/api/pets',
      'POST /pets': 'https://legacy.example.com/api/pets',
      'GET /toys/{id}': 'https://toys.example.com/{id}',
    });
    expect(publicRoutesIn(stack)).toEqual(['GET /pets']);
    const document = documentIn(stack);
    expect(document.paths['/pets'].post).toMatchObject({
      operationId: 'addPet',
      'x-amazon-apigateway-request-validator': 'body',
    });
    expect(document).toMatchObject({
      'x-amazon-apigateway-security-policy': 'TLS_1_2',
      'x-amazon-apigateway-binary-media-types': ['*/*'],
    });
    expect(front.openApiDocument.paths).toEqual(DOCUMENT.paths);
  });

  test('lets preflights pass to an upstream that answers them itself', () => {
    const { stack } = make({ upstreamCors: true });
    expect(publicRoutesIn(stack)).toEqual(['GET /pets', 'OPTIONS /pets', 'OPTIONS /toys/{id}']);
  });

  test('differs where an operation does', () => {
    const operations: Record<string, ProxyPathOptions> = {
      addPet: { rewrite: '/v2/pets', authorizer: Authorizer.none() },
      'GET /toys/{id}': { upstream: Upstream.url('https://toys.example.com') },
    };
    const { stack } = make({ operations });
    expect(targetsIn(stack)).toMatchObject({
      'POST /pets': 'https://legacy.example.com/api/v2/pets',
      'GET /toys/{id}': 'https://toys.example.com/toys/{id}',
    });
    expect(publicRoutesIn(stack)).toEqual(['GET /pets', 'POST /pets']);
  });

  test.each<[Partial<OpenApiProxyProps>, string]>([
    [
      { operations: { addDog: {} } },
      'Front: operation "addDog" is not in the document, which has "listPets", "addPet"',
    ],
    [
      { upstream: undefined, mounts: { '/pets': LEGACY } },
      'Front: operation "GET /toys/{id}" lies below no mount, and there is no upstream for the rest',
    ],
    [{ document: 'nowhere.yaml' }, 'Front: document "nowhere.yaml" is not there'],
    [{ upstream: Upstream.url('http://a.example.com') }, 'goes over the internet unencrypted'],
  ])('is refused: %#', (props, fault) => {
    expect(() => make(props)).toThrow(fault);
  });
});
