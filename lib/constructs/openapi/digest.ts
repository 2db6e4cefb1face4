import { createHash } from 'node:crypto';
import { stringifyCanonically } from './canonical';

const OPERATIONS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'x-amazon-apigateway-any-method'];
const OUTSIDE_SNAPSHOT = ['Name', 'Description', 'Tags', 'CloneFrom', 'Parameters', 'FailOnWarnings', 'Mode'];

type Json = Record<string, any>;

/** What a deployment takes a snapshot of. */
export interface Snapshot {
  readonly document: object;
  readonly sharedTexts: readonly string[];
  /**
   * Properties of the API's resource, resolved, the document not among them unless parts of it are overridden there.
   */
  readonly properties: Json;
  readonly redeployToken?: string;
}

/** A hash over the text of a snapshot. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The text of a snapshot. Names, tags and descriptions are not part of it: they may change without a new deployment.
 * Descriptions are left out where OpenAPI has them only; a schema may well have a property of that name.
 */
export function writeSnapshot(snapshot: Snapshot, resolve: (token: unknown) => unknown): string {
  const { document, sharedTexts, properties, redeployToken } = snapshot;
  const kept = Object.fromEntries(Object.entries(properties).filter(([key]) => !OUTSIDE_SNAPSHOT.includes(key)));
  return stringifyCanonically(
    { document: withoutTexts(document), sharedTexts, properties: kept, redeployToken },
    resolve,
  );
}

function withoutTexts(document: Json): Json {
  const { info: _info, tags: _tags, ...rest } = document;
  return { ...rest, paths: mapValues(document.paths ?? {}, withoutPathTexts) };
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
