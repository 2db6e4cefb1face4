import { createHash } from 'node:crypto';
import { CanonicalWriter } from './canonical';

const OPERATIONS = new Set([
  ...['get', 'put', 'post', 'delete', 'patch', 'options', 'head'],
  'x-amazon-apigateway-any-method',
]);
const OUTSIDE_SNAPSHOT = new Set(['Name', 'Description', 'Tags', 'CloneFrom', 'Parameters', 'FailOnWarnings', 'Mode']);
const DOCUMENT_TEXTS = new Set(['info', 'tags']);
const OPERATION_TEXTS = new Set(['summary', 'description', 'tags']);
const DESCRIPTION = new Set(['description']);

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
  const writer = new CanonicalWriter(resolve);
  const { document, ...rest } = snapshot;
  return writer.writeMembers({ document, ...rest }, (member, key) => {
    if (key === 'document') return writeDocument(writer, member);
    return key === 'properties' ? writeWithout(writer, member, OUTSIDE_SNAPSHOT) : writer.write(member);
  });
}

function writeDocument(writer: CanonicalWriter, document: Json): string {
  return writer.writeMembers({ paths: {}, ...document }, (member, key) => {
    if (key === 'paths') return writer.writeMembers(member, (item) => writePath(writer, item));
    return DOCUMENT_TEXTS.has(key) ? undefined : writer.write(member);
  });
}

function writePath(writer: CanonicalWriter, item: Json): string {
  return writer.writeMembers(item, (member, key) =>
    OPERATIONS.has(key) ? writeOperation(writer, member) : writer.write(member),
  );
}

function writeOperation(writer: CanonicalWriter, operation: Json): string {
  return writer.writeMembers({ responses: {}, ...operation }, (member, key) => {
    if (key === 'responses') return writer.writeMembers(member, (answer) => writeWithout(writer, answer, DESCRIPTION));
    if (key !== 'parameters') return OPERATION_TEXTS.has(key) ? undefined : writer.write(member);
    return `[${(member as Json[]).map((parameter) => writeWithout(writer, parameter, DESCRIPTION)).join()}]`;
  });
}

function writeWithout(writer: CanonicalWriter, object: Json, keys: ReadonlySet<string>): string {
  return writer.writeMembers(object, (member, key) => (keys.has(key) ? undefined : writer.write(member)));
}
