import type { RequestValue } from '../../request-value';
import { escapeInJson } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { AttributeKind, type AttributeOptions } from './dynamodb-options';

type Values = { readonly [attribute: string]: RequestValue };

/** Values as an object of typed attributes. */
export function renderAttributes(
  values: Values,
  { kinds = {} }: AttributeOptions,
  rename = (name: string) => name,
): string {
  const members = Object.entries(values).map(
    ([name, value]) =>
      `${renderJsonTemplate(rename(name))}:${renderAttribute(value, kinds[name] ?? AttributeKind.STRING)}`,
  );
  return `{${members.join(',')}}`;
}

function renderAttribute(value: RequestValue, kind: AttributeKind): string {
  if (kind === AttributeKind.BOOLEAN) {
    return `{"BOOL":#if(${jsonText(value)}=="true")true#{else}false#end}`;
  }
  if (kind === AttributeKind.JSON) return `{"S":"${escapeInJson(jsonText(value))}"}`;
  return `{"${kind === AttributeKind.NUMBER ? 'N' : 'S'}":${renderText(value)}}`;
}

function renderText(value: RequestValue): string {
  if (value._literal !== undefined) return renderJsonTemplate(value._literal);
  return `"${escapeInJson(value._expression)}"`;
}

/** The JSON text of a body's part, or the text of anything else. */
function jsonText(value: RequestValue): string {
  return value._jsonPath === undefined ? value._expression : `$input.json('${value._jsonPath.replaceAll("'", '"')}')`;
}

/** Names stand for the attributes, because some names are words of the expression language. */
export function renderNames(names: readonly string[]): string {
  const members = names.map((name, index) => `${renderJsonTemplate(placeholder(index))}:${renderJsonTemplate(name)}`);
  return `{${members.join(',')}}`;
}

export function placeholder(index: number): string {
  return `#n${index}`;
}
