import { firstMediaType, isBinaryType } from '../../../lib/gateway/rest/media-types';
import { parseQuery } from '../../../lib/gateway/rest/query-string';
import { collapseLeadingSlashes, pathOfTarget, splitFirstSegment } from '../../../lib/gateway/rest/request-target';
import { formatRequestTime } from '../../../lib/gateway/rest/request-time';

describe('parseQuery', () => {
  test('keeps values of a name in order', () => {
    expect([...parseQuery('a=1&b=2&a=3')]).toEqual([
      ['a', ['1', '3']],
      ['b', ['2']],
    ]);
  });

  test('decodes forms: plus, percent and UTF-8', () => {
    expect(parseQuery('a+b=c%20d%C3%A9').get('a b')).toEqual(['c dé']);
  });

  test('leaves what is not validly encoded as it is', () => {
    expect(parseQuery('a=%zz%41&b=%ff').get('a')).toEqual(['%zzA']);
    expect(parseQuery('b=%ff').get('b')).toEqual(['%ff']);
  });

  test('a name without a value has an empty one, and no name is special', () => {
    expect(parseQuery('a&__proto__=1&&').get('a')).toEqual(['']);
    expect(parseQuery('__proto__=1').get('__proto__')).toEqual(['1']);
  });
});

describe('the request target', () => {
  test('may be absolute', () => {
    expect(pathOfTarget('http://host:1/prod/a')).toBe('/prod/a');
    expect(pathOfTarget('http://host')).toBe('/');
  });

  test('loses slashes in front', () => {
    expect(collapseLeadingSlashes('//prod//a')).toBe('/prod//a');
  });

  test('begins with the stage', () => {
    expect(splitFirstSegment('/prod')).toEqual({ first: 'prod', rest: '/' });
    expect(splitFirstSegment('/prod//a/')).toEqual({ first: 'prod', rest: '//a/' });
  });
});

describe('isBinaryType', () => {
  test.each([
    [['image/png'], 'image/png', true],
    [['image/png'], 'image/jpg', false],
    [['application/*'], 'application/x', true],
    [['application/*'], 'application/*', true],
    [['image/png'], 'image/*', false],
    [['*/*'], undefined, true],
    [['*/test'], 'random/test', false],
    [[], 'image/png', false],
  ])('%j with %s: %s', (types, type, expected) => {
    expect(isBinaryType(types, type)).toBe(expected);
  });

  test('reads the first type of a list, without parameters', () => {
    expect(firstMediaType('Image/PNG;q=0.8, */*')).toBe('image/png');
    expect(firstMediaType(undefined)).toBeUndefined();
  });
});

test('request times are in the common log format', () => {
  expect(formatRequestTime(Date.UTC(2026, 0, 2, 3, 4, 5, 6))).toBe('02/Jan/2026:03:04:05 +0000');
});
