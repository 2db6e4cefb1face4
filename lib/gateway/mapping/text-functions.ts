import { type Budget, type HostObject, OperationError, printJava, type Value } from '../vtl';
import { JsonError, parseLenientJson } from './json-parser';

/** `$util`. */
export const util: HostObject = {
  host: 'util',
  property: () => undefined,
  call(name, args, budget) {
    const run = functions.get(name);
    return run === undefined ? undefined : run(args[0], budget);
  },
};

const functions: ReadonlyMap<string, (value: Value, budget: Budget) => Value> = new Map([
  ['escapeJavaScript', escapeJavaScript],
  ['parseJson', parseJson],
  ['urlEncode', (value: Value, budget: Budget) => urlEncode(asText(value, budget))],
  ['urlDecode', (value: Value, budget: Budget) => urlDecode(asText(value, budget))],
  ['base64Encode', (value: Value, budget: Budget) => Buffer.from(asText(value, budget), 'utf8').toString('base64')],
  ['base64Decode', (value: Value, budget: Budget) => Buffer.from(asText(value, budget), 'base64').toString('utf8')],
]);

function asText(value: Value, budget: Budget): string {
  return value === undefined || value === null ? '' : printJava(value, budget);
}

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** As in commons-lang: quotes of both kinds, backslash and slash get a backslash, all beyond ASCII becomes `\uXXXX`. */
function escapeJavaScript(value: Value, budget: Budget): Value {
  if (value === undefined) return undefined;
  return printJava(value, budget).replace(/["'\\/]|[^\u0020-\u007f]/g, (c) => {
    if (c === '"' || c === "'" || c === '\\' || c === '/') return `\\${c}`;
    return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function parseJson(value: Value, budget: Budget): Value {
  try {
    return parseLenientJson(asText(value, budget));
  } catch (error) {
    if (error instanceof JsonError) throw new OperationError(`"parseJson" got text that is not JSON: ${error.message}`);
    throw error;
  }
}

/** Form encoding as `java.net.URLEncoder` has it. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Form decoding as `java.net.URLDecoder` has it: bytes that are no UTF-8 become U+FFFD, a lone `%` is an error. */
function urlDecode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+|%/g, (run) => {
    if (run === '%') throw new OperationError('"urlDecode" got a "%" without two hexadecimal digits');
    return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
  });
}
