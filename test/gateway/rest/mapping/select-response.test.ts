import { selectResponse } from '../../../../lib/gateway/rest/mapping/select-response';

describe('selectResponse', () => {
  test('matches the whole text', () => {
    expect(select(['4\\d{2}', undefined], '404')).toBe('4\\d{2}');
    expect(select(['40', undefined], '404')).toBeUndefined();
    expect(select(['.*Not Found.*', undefined], 'Error: Not Found!')).toBe('.*Not Found.*');
  });

  test('takes the entry without a pattern where none matches, an empty pattern counting as none', () => {
    expect(select(['5\\d{2}', ''], '200')).toBe('');
  });

  test('takes the first of several that match', () => {
    expect(select(['2..', '20\\d'], '200')).toBe('2..');
  });

  test('does not let a dot match a line break', () => {
    expect(select(['.+', undefined], 'a\nb')).toBeUndefined();
    expect(select(['(.|\\n)+', undefined], 'a\nb')).toBe('(.|\\n)+');
  });

  test('refuses without a default', () => {
    expect(() => select(['200'], '404')).toThrow('no integration response matches "404"');
  });

  test('refuses a pattern that is none', () => {
    expect(() => select(['('], '404')).toThrow('the selection pattern "("');
  });
});

function select(patterns: readonly (string | undefined)[], text: string): string | undefined {
  const responses = patterns.map((selectionPattern, index) => ({
    statusCode: `${200 + index}`,
    selectionPattern,
    responseParameters: {},
    responseTemplates: {},
  }));
  return selectResponse(responses, text).selectionPattern;
}
