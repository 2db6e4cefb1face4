import {
  convertRequestBody,
  convertResponseBody,
  passAsText,
} from '../../../../lib/gateway/rest/mapping/content-handling';

const BYTES = Buffer.from([0x1f, 0x8b, 0xff, 0x00]);
const CORRUPTED = BYTES.toString('utf8');

describe('convertRequestBody', () => {
  test.each([
    ['binary', undefined, BYTES],
    ['binary', 'CONVERT_TO_BINARY', BYTES],
    ['binary', 'CONVERT_TO_TEXT', BYTES.toString('base64')],
    ['text', undefined, CORRUPTED],
    ['text', 'CONVERT_TO_TEXT', CORRUPTED],
  ] as const)('%s under %s', (kind, handling, expected) => {
    expect(convertRequestBody(BYTES, kind === 'binary', handling)).toEqual(expected);
  });

  test('decodes text under CONVERT_TO_BINARY, and refuses what is not base64', () => {
    const encoded = Buffer.from(BYTES.toString('base64'));
    expect(convertRequestBody(encoded, false, 'CONVERT_TO_BINARY')).toEqual(BYTES);
    expect(() => convertRequestBody(Buffer.from('no base64!'), false, 'CONVERT_TO_BINARY')).toThrow(
      'decoded from base64',
    );
  });
});

describe('convertResponseBody', () => {
  test.each([
    ['binary', 'binary', undefined, BYTES],
    ['binary', 'text', undefined, BYTES.toString('base64')],
    ['binary', 'binary', 'CONVERT_TO_TEXT', BYTES.toString('base64')],
    ['binary', 'text', 'CONVERT_TO_BINARY', BYTES],
    ['text', 'text', undefined, CORRUPTED],
    ['text', 'binary', 'CONVERT_TO_TEXT', CORRUPTED],
  ] as const)('%s payload for a %s Accept under %s', (payload, accept, handling, expected) => {
    expect(convertResponseBody(BYTES, payload === 'binary', accept === 'binary', handling)).toEqual(expected);
  });

  test.each([
    ['binary', undefined],
    ['text', 'CONVERT_TO_BINARY'],
  ] as const)('decodes a text payload for a %s Accept under %s', (accept, handling) => {
    const encoded = Buffer.from(BYTES.toString('base64'));
    expect(convertResponseBody(encoded, false, accept === 'binary', handling)).toEqual(BYTES);
    expect(() => convertResponseBody(BYTES, false, accept === 'binary', handling)).toThrow('decoded from base64');
  });
});

describe('passAsText', () => {
  test('leaves valid text alone and spoils bytes', () => {
    const text = Buffer.from('é');
    expect(passAsText(text)).toBe(text);
    expect(passAsText(BYTES).toString('utf8')).toBe(CORRUPTED);
  });
});

test('white space in base64 is skipped, as long as whole groups of four are left', () => {
  const decode = (text: string) => convertRequestBody(Buffer.from(text), false, 'CONVERT_TO_BINARY');
  expect(decode('my text string')).toEqual(Buffer.from('mytextstring', 'base64'));
  expect(() => decode('this is a UTF8 text typed object')).toThrow('decoded from base64');
});
