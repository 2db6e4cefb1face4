import {
  MalformedResult,
  parseLambdaProxyResult,
  parseStreamPrelude,
} from '../../../../lib/gateway/rest/events/lambda-proxy-result';

const parse = (result: unknown) => parseLambdaProxyResult(JSON.stringify(result));
const JSON_TYPE = ['Content-Type', 'application/json'] as const;

describe('parseLambdaProxyResult', () => {
  test('an empty object is 200 with an empty body', () => {
    expect(parse({})).toEqual({ status: 200, headers: [JSON_TYPE], body: '', isBase64Encoded: false });
  });

  test.each([
    ['text', 'justAString'],
    ['null', null],
    ['a list', []],
    ['an unknown key', { statusCode: 200, wrongValue: 'value' }],
    ['a status that is no number', { statusCode: 'test' }],
    ['a status that is no whole number', { statusCode: 200.5 }],
    ['a status that no final answer has', { statusCode: 100 }],
    ['headers that are text', { headers: 'x' }],
    ['a header that is an object', { headers: { a: {} } }],
    ['a multi-value header that is no list', { multiValueHeaders: { a: 'x' } }],
    ['a body that is an object', { body: {} }],
    ['a flag that is none', { isBase64Encoded: 'yes' }],
    ['a header with a line break', { headers: { a: 'x\r\nSet-Cookie: y' } }],
    ['a header name that is none', { headers: { 'a b': 'x' } }],
  ])('refuses %s', (_what, result) => {
    expect(() => parse(result)).toThrow(MalformedResult);
  });

  test('refuses what is no JSON', () => {
    expect(() => parseLambdaProxyResult('')).toThrow(MalformedResult);
  });

  test('takes a status in text, and null for headers', () => {
    expect(parse({ statusCode: '201', headers: null })).toMatchObject({ status: 201, headers: [JSON_TYPE] });
  });

  test('turns booleans and numbers into text', () => {
    expect(parse({ headers: { a: true, b: 5 } }).headers).toEqual([JSON_TYPE, ['a', 'true'], ['b', '5']]);
  });

  test('merges both maps, multiple values first and spelled as there', () => {
    const { headers } = parse({ multiValueHeaders: { 'tesT-Multi': ['1', '2'] }, headers: { 'test-multi': '3' } });
    expect(headers.slice(1)).toEqual([
      ['tesT-Multi', '1'],
      ['tesT-Multi', '2'],
      ['tesT-Multi', '3'],
    ]);
  });

  test('keeps the content type of the function', () => {
    expect(parse({ headers: { 'content-type': 'text/plain' } }).headers).toEqual([['content-type', 'text/plain']]);
  });

  test('writes header text beyond ASCII as UTF-8', () => {
    expect(parse({ headers: { a: 'é' } }).headers[1]).toEqual(['a', Buffer.from('é').toString('latin1')]);
  });
});

test('the head of a stream has a status, headers and cookies', () => {
  expect(parseStreamPrelude('{"statusCode":201,"cookies":["a=1","b=2"]}')).toEqual({
    status: 201,
    headers: [JSON_TYPE, ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']],
  });
});
