import { lookUp, textOf } from '../../rest/substitution';
import { type HeaderList, headerValue } from '../../server/raw';
import { parseExpression, type Variable } from './expression';
import type { JsonBody } from './json-body';

/** What the variables of a selection expression stand for. */
export interface SelectionSources {
  /** `request.body.…` */
  readonly body?: JsonBody;
  /** `request.header.…` */
  readonly headers?: HeaderList;
  /** `request.querystring.…` */
  readonly query?: ReadonlyMap<string, readonly string[]>;
  /** `context.…` */
  readonly context?: Readonly<Record<string, unknown>>;
  /** `stageVariables.…` */
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** `integration.response.…` */
  readonly response?: { readonly headers: HeaderList; readonly body: JsonBody };
}

/** The value of a selection expression. It is evaluated once: a value that looks like a variable stays text. */
export function evaluateSelection(expression: string, sources: SelectionSources): string {
  let value = '';
  for (const part of parseExpression(expression)) {
    value += typeof part === 'string' ? part : (valueOf(part, sources) ?? '');
  }
  return value;
}

function valueOf({ source, name }: Variable, sources: SelectionSources): string | undefined {
  switch (source) {
    case 'request.body':
      return sources.body?.read(name);
    case 'request.header':
      return headerValue(sources.headers ?? [], name);
    case 'request.querystring':
      return sources.query?.get(name)?.at(-1);
    case 'context':
      return textOf(lookUp(sources.context, name));
    case 'stageVariables':
      return textOf(lookUp(sources.stageVariables, name));
    case 'integration.response.body':
      return sources.response?.body.read(name);
    case 'integration.response.header':
      return headerValue(sources.response?.headers ?? [], name);
    default:
      return undefined;
  }
}
