import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiModel, Authorizer, Backend, RequestValue } from '../../../lib';
import { documentIn, makeApi } from '../fixtures';

const order = new ApiModel('Order', {
  type: 'object',
  required: ['item'],
  properties: { item: { type: 'string' }, note: new ApiModel('Note', { type: 'string' }) },
});
const mock = { backend: Backend.mock() };

test('a body is checked by a model that routes share', () => {
  const { stack, api } = makeApi();
  api.addRoute('POST /orders', { ...mock, requestBody: order });
  api.addRoute('PUT /orders', { ...mock, requestBody: order });
  const document = documentIn(stack);
  expect(document.paths['/orders'].post).toMatchObject({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
    },
    'x-amazon-apigateway-request-validator': 'body',
  });
  expect(document.components.schemas).toEqual({
    Order: {
      type: 'object',
      required: ['item'],
      properties: { item: { type: 'string' }, note: { $ref: '#/components/schemas/Note' } },
    },
    Note: { type: 'string' },
  });
});

test('a schema without a name is named after its route', () => {
  const { stack, api } = makeApi();
  api.addRoute('PATCH /order-lines/{id}', { ...mock, requestBody: { type: 'object' } });
  expect(Object.keys(documentIn(stack).components.schemas)).toEqual(['PatchOrderLinesByIdRequest']);
});

test('validators are at most one for each combination (aws-cdk #7613)', () => {
  const { stack, api } = makeApi();
  const requiredParameters = [RequestValue.query('page'), RequestValue.header('X-Tenant')];
  api.addRoute('POST /a', { ...mock, requestBody: order });
  api.addRoute('POST /b', { ...mock, requestBody: order, requiredParameters });
  api.addRoute('GET /c', { ...mock, requiredParameters });
  api.addRoute('GET /d', { ...mock, requiredParameters });
  const document = documentIn(stack);
  expect(document['x-amazon-apigateway-request-validators']).toEqual({
    all: { validateRequestBody: true, validateRequestParameters: true },
    body: { validateRequestBody: true, validateRequestParameters: false },
    parameters: { validateRequestBody: false, validateRequestParameters: true },
  });
  expect(document.paths['/b'].post['x-amazon-apigateway-request-validator']).toBe('all');
  expect(document.paths['/c'].get.parameters).toEqual([
    { name: 'page', in: 'query', required: true, schema: { type: 'string' } },
    { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
  ]);
});

test('answers are described', () => {
  const { stack, api } = makeApi();
  const responses = { 200: { description: 'the order', body: order }, 404: {} };
  api.addRoute('GET /a', { ...mock, responses });
  expect(documentIn(stack).paths['/a'].get.responses).toEqual({
    200: {
      description: 'the order',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
    },
    404: { description: '404' },
  });
});

test.each([
  [{ requestBody: { if: {} } }, 'route "POST /x/{id}": schema "PostXByIdRequest" has "/if": write it with anyOf'],
  [{ requiredParameters: [RequestValue.body('$.a')] }, 'requiredParameters takes values of path, query and header'],
  [{ requiredParameters: [RequestValue.path('no')] }, 'the path has no variable "{no}"'],
  [{ requiredParameters: [RequestValue.query('id')] }, 'parameter "id" is both in path and in query'],
  [{ responses: { ok: {} } }, 'responses has the key "ok"'],
])('%j is refused', (options, fault) => {
  expect(() => makeApi().api.addRoute('POST /x/{id}', { ...mock, ...options })).toThrow(fault);
});

test('two schemas of one name are refused', () => {
  const { api } = makeApi();
  api.addRoute('POST /a', { ...mock, requestBody: new ApiModel('A', { type: 'string' }) });
  expect(() => api.addRoute('POST /b', { ...mock, requestBody: new ApiModel('A', { type: 'number' }) })).toThrow(
    'two schemas have the name "A"',
  );
});

test('cdk-nag is told of validators only where there are any', () => {
  const findings = (validates: boolean) => {
    const { stack, api } = makeApi();
    api.addRoute('GET /a', {
      ...mock,
      authorizer: Authorizer.none(),
      ...(validates && { requiredParameters: [RequestValue.query('page')] }),
    });
    const { violations } = new AwsSolutionsChecks(stack.node.root as any).validateScope(stack.node.root);
    return violations.map((violation) => violation.ruleName);
  };
  expect(findings(false)).toContain('AwsSolutions-APIG2');
  expect(findings(true)).not.toContain('AwsSolutions-APIG2');
});
