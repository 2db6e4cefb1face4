import { Token, Tokenization } from 'aws-cdk-lib/core';

/** How CDK writes a value that is known at deployment only. */
const TOKENS = /(\$\{Token\[[A-Za-z0-9:._-]*\]\})/g;

/**
 * Text of ours as part of a JSON template. Inside JSON strings the two characters that mean something in a mapping
 * template are written as escapes, which VTL does not see and JSON decodes.
 */
export function renderJsonTemplate(value: unknown): string {
  return mapLiterals(JSON.stringify(value, stringifyTokens), (text) =>
    text.replaceAll('$', '\\u0024').replaceAll('#', '\\u0023'),
  );
}

/** Text of ours as a whole template. */
export function renderTextTemplate(text: string): string {
  if (!/[$#]/.test(text.replace(TOKENS, ''))) return text;
  if (Token.isUnresolved(text))
    throw new Error('body must not mix "$" or "#" with values that are known at deployment only');
  return `$util.base64Decode('${Buffer.from(text).toString('base64')}')`;
}

function stringifyTokens(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && Token.isUnresolved(value)) {
    throw new Error('body holds a number that is known at deployment only, give it as text');
  }
  return Tokenization.isResolvable(value) ? Token.asString(value) : value;
}

/** Applies a change to what is literal in a text, and keeps what CloudFormation fills in. */
function mapLiterals(text: string, change: (literal: string) => string): string {
  return text
    .split(TOKENS)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}
