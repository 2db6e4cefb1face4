import { chooseRequestTemplate, chooseResponseTemplate } from '../../../../lib/gateway/rest/mapping/choose-template';
import { routedCall } from '../routed-call';

describe('chooseRequestTemplate', () => {
  test('goes by the media type without parameters, JSON when there is no Content-Type', () => {
    const templates = { 'application/json': 'J', 'text/plain': 'T' };
    expect(request(templates, 'text/plain; charset=utf-8')).toBe('T');
    expect(request(templates, undefined)).toBe('J');
  });

  test('falls back to $default', () => {
    expect(request({ $default: 'D' }, 'text/xml')).toBe('D');
  });

  test.each([
    ['WHEN_NO_MATCH', { 'application/json': 'J' }, 'passes'],
    ['WHEN_NO_TEMPLATES', { 'application/json': 'J' }, 'refuses'],
    ['WHEN_NO_TEMPLATES', {}, 'passes'],
    ['NEVER', {}, 'refuses'],
  ] as const)('%s with templates %j and another type %s', (behavior, templates, outcome) => {
    const choose = () => request(templates, 'text/xml', behavior);
    if (outcome === 'passes') expect(choose()).toBeUndefined();
    else expect(choose).toThrow(expect.objectContaining({ type: 'UNSUPPORTED_MEDIA_TYPE' }));
  });
});

describe('chooseResponseTemplate', () => {
  test.each([
    ['application/xml', 'X'],
    ['application/xml;q=0.9, */*', 'X'],
    ['text/html', 'J'],
    [undefined, 'J'],
  ])('Accept %s picks %s', (accept, expected) => {
    const templates = { 'application/xml': 'X', 'application/json': 'J' };
    expect(chooseResponseTemplate(templates, accept)?.template).toBe(expected);
  });

  test('takes the first where nothing fits, and none where there is none', () => {
    expect(chooseResponseTemplate({ 'text/html': 'H' }, 'image/png')).toEqual({
      mediaType: 'text/html',
      template: 'H',
    });
    expect(chooseResponseTemplate({}, 'image/png')).toBeUndefined();
    expect(chooseResponseTemplate({ 'application/json': '' }, undefined)).toBeUndefined();
  });
});

function request(
  requestTemplates: Record<string, string>,
  contentType: string | undefined,
  passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER' = 'WHEN_NO_MATCH',
) {
  const { integration } = routedCall({ integration: { requestTemplates, passthroughBehavior } }).method;
  return chooseRequestTemplate(integration, contentType)?.template;
}
