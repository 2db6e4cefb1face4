import { map } from './mapping';

describe('$input.body', () => {
  it.each([
    ['', '{}'],
    ['{"some": "value"}', '{"some": "value"}'],
    ['some raw data', 'some raw data'],
  ])('is the text %j as %j', (body, text) => {
    expect(map('$input.body', { body }).output).toBe(text);
  });

  it('has no members', () => {
    expect(map('[$input.body.x][$util.urlEncode($input.body.x)]', { json: { x: 1 } }).output).toBe('[][]');
  });
});

describe('$input.path', () => {
  it.each([
    [{ foo: 'bar' }, '$r', '{foo=bar}'],
    [[{ foo: 'bar' }], '$r', '[{"foo":"bar"}]'],
    [{ nested: [{ foo: 'bar' }] }, '$r.nested', '[{"foo":"bar"}]'],
    [[{ foo: 'bar' }], '$r[0]', '{foo=bar}'],
    [[[{ foo: 'bar' }]], '$r[0]', '[{"foo":"bar"}]'],
    [{ foo: [{ nested: 'bar' }] }, '$r', '{foo=[{"nested":"bar"}]}'],
    [{ list: [{ foo: 'bar' }] }, '$r.toString()', '{list=[{"foo":"bar"}]}'],
    [[], '$r', '[]'],
    [1.5, '$r', '1.5'],
    [10000000000.5, '$r', '1.00000000005E10'],
  ])('of %j prints %s as %s', (value, template, text) => {
    expect(map(`#set($r = $input.path('$.v'))${template}`, { json: { v: value } }).output).toBe(text);
  });

  it.each([
    ['{"v": null}', 'true', 'true'],
    ['{}', 'true', 'true'],
    ['', 'true', 'true'],
    ['not json', 'true', 'true'],
    ['{"v": []}', 'false', 'false'],
    ['{"v": ""}', 'true', 'true'],
  ])('of %j is null: %s, is the empty text: %s', (body, isNull, isEmpty) => {
    const template = `#set($r = $input.path("$.v"))#if($r == $null)true#{else}false#end #if($r == "")true#{else}false#end`;
    expect(map(template, { body }).output).toBe(`${isNull} ${isEmpty}`);
  });

  it('keeps large integers and the order of keys', () => {
    const body = '{"z": 12345678901234567890, "a": 1.50, "e": 1e10}';
    expect(map("$input.path('$') $input.json('$')", { body }).output).toBe(
      '{z=12345678901234567890, a=1.5, e=1.0E10} {"z":12345678901234567890,"a":1.5,"e":1.0E10}',
    );
  });

  it('fails for a path that is none', () => {
    expect(() => map("$input.path('$.a[')")).toThrow('"$.a[" is no JSON path');
  });
});

describe('$input.json', () => {
  it.each([
    ['$', { a: [1, 'x'], b: null }, '{"a":[1,"x"],"b":null}'],
    ['$.s', { s: 'q/é\'"\\\n😀' }, '"q/é\'\\"\\\\\\n😀"'],
    ['$.n', { n: null }, '""'],
    ['$.missing', { s: 1 }, '""'],
    ['$.t', { t: true }, 'true'],
  ])('%s is JSON text', (path, json, text) => {
    expect(map(`$input.json('${path}')`, { json }).output).toBe(text);
  });

  it.each([
    ['"text"', '""'],
    ['not json', '""'],
    ['a=1&b=2', '""'],
  ])('of a path into %s is two quotes', (body, text) => {
    expect(map("$input.json('$.message')$input.json('$.message').member", { body }).output).toBe(text);
  });

  it('of text that is no JSON is the text in quotes', () => {
    expect(map("$input.json('$')", { body: 'a=1&b="2"' }).output).toBe('"a=1&b=\\"2\\""');
  });

  it('escapes only when asked to', () => {
    expect(map("$util.escapeJavaScript($input.json('$.message'))", { json: { message: 'foobar' } }).output).toBe(
      '\\"foobar\\"',
    );
  });
});

describe('$input.params', () => {
  const params = { path: { id: 'p' }, querystring: { id: 'q', page: '2' }, header: { id: 'h', 'X-Tenant': 't' } };

  it.each([
    ["$input.params('id') $input.params('page') $input.params('X-Tenant')", 'p 2 t'],
    ["[$input.params('nope')]", '[]'],
    ["#if($input.params('nope') == '')empty#end", 'empty'],
    ["$input.params().querystring.get('id') $input.params().header.id $input.params().path", 'q h {id=p}'],
    ['$input.params().keySet()', '[path, querystring, header]'],
    ['#foreach($k in $input.params().get("header").keySet())$k;#end', 'id;X-Tenant;'],
  ])('%s', (template, text) => {
    expect(map(template, { params }).output).toBe(text);
  });
});

describe('bodies that are almost JSON', () => {
  it.each([
    ['{statusCode: 200}', '{statusCode=200}'],
    ["{'a': 'b'}", '{a=b}'],
    ['{"a": 1,}', '{a=1}'],
    ['[1, two, "three"]', '[1,"two","three"]'],
    ['{"a": {b: [c]}}', '{a={b=["c"]}}'],
  ])('%s reads as %s', (body, text) => {
    expect(map("$input.path('$')", { body }).output).toBe(text);
  });

  it.each(['{"a": ', '{"a" 1}', '[1', '{', '"open', '{"a": 1} x', '['.repeat(100_000)])(
    '%.20s reads as nothing',
    (body) => {
      expect(map("[$input.path('$')]", { body }).output).toBe('[]');
    },
  );
});
