import { map } from './mapping';

/** How every backend template puts text between the quotes of a JSON string. */
const ESCAPED = `"$util.escapeJavaScript($input.path('$.v')).replaceAll("\\\\'","'")"`;

describe('$util.escapeJavaScript', () => {
  it.each([
    ["it's", "it's"],
    ['say "hi"', 'say \\"hi\\"'],
    ['a\\b', 'a\\\\b'],
    ["a\\'b", "a\\\\'b"],
    ['end\\', 'end\\\\'],
    ['\n \r\n \t', '\\n \\r\\n \\t'],
    ['/a/b', '\\/a\\/b'],
    ['é ü 日本', '\\u00E9 \\u00FC \\u65E5\\u672C'],
    ['😀', '\\uD83D\\uDE00'],
    ['\u2028\u0001', '\\u2028\\u0001'],
    ['$util ${y} $!z #set($a=1) #end ## c', '$util ${y} $!z #set($a=1) #end ## c'],
    ['a"},"role":{"S":"admin', 'a\\"},\\"role\\":{\\"S\\":\\"admin'],
    ['', ''],
  ])('with the quotes put back writes %j safely', (value, text) => {
    const { output } = map(ESCAPED, { json: { v: value } });
    expect(output).toBe(`"${text}"`);
    expect(JSON.parse(output)).toBe(value);
  });

  it.each([
    ["it's", "it\\'s"],
    ['1.021', '1.021'],
    [1, '1'],
    [true, 'true'],
    [null, 'null'],
    [{ a: 1 }, '{a=1}'],
    [['a/b'], '[\\"a\\\\\\/b\\"]'],
  ])('writes %j as %j', (value, text) => {
    expect(map("$util.escapeJavaScript($input.path('$.v'))", { json: { v: value } }).output).toBe(text);
  });

  it('writes nothing for what is missing', () => {
    expect(map(ESCAPED, { json: {} }).output).toBe('""');
  });
});

describe('$util.urlEncode', () => {
  it.each([
    ['a&b=c', 'a%26b%3Dc'],
    ['100% +plus', '100%25+%2Bplus'],
    ['it\'s "q" \\ /', 'it%27s+%22q%22+%5C+%2F'],
    ['\r\n', '%0D%0A'],
    ['~*-._!()', '%7E*-._%21%28%29'],
    ['é 😀', '%C3%A9+%F0%9F%98%80'],
    ['$x #y', '%24x+%23y'],
    ['\ud800', '%3F'],
  ])('writes %j as %j', (value, text) => {
    expect(map("$util.urlEncode($input.path('$.v'))", { json: { v: value } }).output).toBe(text);
  });
});

describe('$util.urlDecode', () => {
  it.each([
    ['x=a+b', 'x=a b'],
    ['%20%21%40%23%24%25%5E%26%2A%28%29%2B%3D%60%3C', ' !@#$%^&*()+=`<'],
    ['caf%C3%A9', 'café'],
    ['%ff', '\ufffd'],
  ])('reads %j as %j', (value, text) => {
    expect(map("$util.urlDecode($input.path('$.v'))", { json: { v: value } }).output).toBe(text);
  });

  it.each(['%zz', '%', 'a%2'])('fails for %j', (value) => {
    expect(() => map("$util.urlDecode($input.path('$.v'))", { json: { v: value } })).toThrow('two hexadecimal digits');
  });

  it('reads path values that kept their plus signs', () => {
    const template = `$util.escapeJavaScript($util.urlDecode($input.params().path.get('id').replace("+","%2B"))).replaceAll("\\\\'","'")`;
    const params = { path: { id: 'a%2Fb%20c+d%27%22%F0%9F%98%80' }, querystring: {}, header: {} };
    expect(map(template, { params }).output).toBe(`a\\/b c+d'\\"\\uD83D\\uDE00`);
  });
});

describe('the rest of $util', () => {
  it.each([
    ["$util.base64Encode('é!')", 'w6kh'],
    ["$util.base64Decode('w6kh')", 'é!'],
    ['$util.base64Encode($input.body)', 'eyJhIjpbMSx7ImIiOiJ4In1dfQ=='],
    [`$util.parseJson('{"k": {"arr": [1, 2]}}').k.arr[0]`, '1'],
    ["$util.parseJson('[]').size() $util.parseJson('true') $util.parseJson('1')", '0 true 1'],
    ["$util.parseJson($input.json('$')).a[1].b", 'x'],
    ['[$util.nope()][$util.class][$util.constructor]', '[][][]'],
  ])('%s', (template, text) => {
    expect(map(template, { json: { a: [1, { b: 'x' }] } }).output).toBe(text);
  });

  it('fails to parse what is no JSON', () => {
    expect(() => map("$util.parseJson('{')")).toThrow('"parseJson" got text that is not JSON');
  });
});
