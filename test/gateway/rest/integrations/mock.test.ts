import { mockIntegration } from '../../../../lib/gateway/rest/integrations/mock';
import { type CallOptions, integrationCall } from '../routed-call';

describe('MOCK', () => {
  test('the status of the request template selects the response', async () => {
    const answer = await mock({
      integration: {
        requestTemplates: { 'application/json': '{statusCode: 404}' },
        responses: [
          response('200', undefined, {}),
          response('404', '404', { 'application/json': '{"message":"none"}' }),
        ],
      },
    });
    expect(answer).toMatchObject({ status: 404, headers: [['Content-Type', 'application/json']] });
    expect(`${answer.body}`).toBe('{"message":"none"}');
  });

  test('an override of the request template reaches the answer without a response template', async () => {
    const answer = await mock({
      integration: {
        requestTemplates: {
          'application/json':
            '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar"){"statusCode":200}',
        },
      },
    });
    expect(answer.status).toBe(444);
    expect(answer.headers).toContainEqual(['foo', 'bar']);
    expect(`${answer.body}`).toBe('');
  });

  test('the answer has the type of the template that made it, unless a parameter says otherwise', async () => {
    const integration = {
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: [response('200', undefined, { 'text/html': '<p>$input.params("name")</p>' })],
    };
    const answer = await mock({ query: 'name=x', integration });
    expect(answer.headers).toEqual([['Content-Type', 'text/html']]);
    expect(`${answer.body}`).toBe('<p>x</p>');
    const mapped = {
      ...integration.responses[0],
      responseParameters: { 'method.response.header.content-type': "'text/plain'" },
    };
    const other = await mock({ integration: { ...integration, responses: [mapped] } });
    expect(other.headers).toEqual([['content-type', 'text/plain']]);
  });

  test('answers a client that accepts binary types', async () => {
    const answer = await mock({
      headers: [['Accept', 'image/png']],
      api: { binaryMediaTypes: ['image/png'] },
      integration: {
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        responses: [response('200', undefined, { 'application/json': 'ok' })],
      },
    });
    expect(`${answer.body}`).toBe('ok');
  });

  test('refuses a template without a status, and a template that fails', async () => {
    await expect(mock({ integration: { requestTemplates: { 'application/json': '{}' } } })).rejects.toThrow(
      'statusCode',
    );
    await expect(mock({ integration: { requestTemplates: { 'application/json': '#if(' } } })).rejects.toMatchObject({
      type: 'API_CONFIGURATION_ERROR',
    });
  });

  test('refuses a template over a binary body', async () => {
    const call = mock({
      method: 'OPTIONS',
      api: { binaryMediaTypes: ['*/*'] },
      integration: { requestTemplates: { 'application/json': '{"statusCode":200}' } },
    });
    await expect(call).rejects.toThrow('cannot run over a binary body');
  });
});

function mock(options: CallOptions) {
  return mockIntegration(integrationCall(options));
}

function response(statusCode: string, selectionPattern: string | undefined, responseTemplates: Record<string, string>) {
  return { statusCode, selectionPattern, responseTemplates, responseParameters: {} };
}
