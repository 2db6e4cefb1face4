import { createHash } from 'node:crypto';
import { sortKeys } from './canonical';

const OPERATIONS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'x-amazon-apigateway-any-method'];
const OUTSIDE_SNAPSHOT = ['Name', 'Description', 'Tags', 'CloneFrom', 'Parameters', 'FailOnWarnings', 'Mode'];

type Json = Record<string, any>;

/**
 * A hash over what a deployment takes a snapshot of. Names, tags and descriptions are not part of it: they may change without
 * a new deployment. Descriptions are left out where OpenAPI has them only; a schema may well have a property of that name.
 */
export function digestSnapshot(properties: Json, token?: string): string {
  const rest = Object.fromEntries(Object.entries(properties).filter(([key]) => !OUTSIDE_SNAPSHOT.includes(key)));
  const text = JSON.stringify(sortKeys({ ...rest, Body: withoutTexts(rest.Body ?? {}), token }));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function withoutTexts(body: Json): Json {
  const { info: _info, tags: _tags, ...rest } = body;
  return { ...rest, paths: mapValues(body.paths ?? {}, withoutPathTexts) };
}

function withoutPathTexts(item: Json): Json {
  return mapValues(item, (member, key) => (OPERATIONS.includes(key) ? withoutOperationTexts(member) : member));
}

function withoutOperationTexts(operation: Json): Json {
  const { summary: _summary, description: _description, tags: _tags, ...rest } = operation;
  const parameters = (operation.parameters as Json[] | undefined)?.map(({ description: _text, ...kept }) => kept);
  const responses = mapValues(operation.responses ?? {}, ({ description: _text, ...kept }) => kept);
  return { ...rest, ...(parameters && { parameters }), responses };
}

function mapValues(object: Json, change: (value: any, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
