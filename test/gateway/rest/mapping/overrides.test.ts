import {
  applyRequestOverride,
  overriddenHeaders,
  overriddenStatus,
} from '../../../../lib/gateway/rest/mapping/overrides';
import type { MappedRequest } from '../../../../lib/gateway/rest/mapping/request-parameters';

test('a request override replaces what mappings gave, whatever the case of a header', () => {
  const mapped: MappedRequest = {
    header: [
      ['X-A', '1'],
      ['Keep', 'k'],
    ],
    querystring: new Map([['q', ['1', '2']]]),
    path: new Map([['p', 'old']]),
  };
  applyRequestOverride(mapped, { header: { 'x-a': ['2', '3'] }, querystring: { q: 'new' }, path: { p: 5 } });
  expect(mapped.header).toEqual([
    ['Keep', 'k'],
    ['x-a', '2'],
    ['x-a', '3'],
  ]);
  expect([...mapped.querystring]).toEqual([['q', ['new']]]);
  expect(mapped.path.get('p')).toBe('5');
});

test('a response override may have several lines of a header', () => {
  expect(overriddenHeaders({ header: { a: ['1', '2'], b: true, c: null } })).toEqual([
    ['a', '1'],
    ['a', '2'],
    ['b', 'true'],
  ]);
});

test.each([
  [404, 404],
  [599, 599],
  [99, undefined],
  [600, undefined],
  ['404', undefined],
  [200.5, undefined],
  [undefined, undefined],
])('a status override of %p is %p', (status, expected) => {
  expect(overriddenStatus({ status })).toBe(expected);
});
