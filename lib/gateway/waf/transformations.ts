import type { WebAclTransformation } from '../model';

/** What a text is once encodings that hide things are taken off. */
export function transform(text: string, transformations: readonly WebAclTransformation[]): string {
  return transformations.reduce((value, name) => TRANSFORMATIONS[name](value), text);
}

const TRANSFORMATIONS: Readonly<Record<WebAclTransformation, (text: string) => string>> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.toLowerCase(),
  URL_DECODE: decodeUrl,
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[ \f\t\n\r\v\u00A0]+/g, ' '),
  REMOVE_NULLS: (text) => text.replaceAll('\0', ''),
  REPLACE_NULLS: (text) => text.replaceAll('\0', ' '),
  BASE64_DECODE: (text) => Buffer.from(text, 'base64').toString('utf8'),
  HEX_DECODE: (text) => Buffer.from(text, 'hex').toString('utf8'),
};

/** What is no escape stays as it is. */
function decodeUrl(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
