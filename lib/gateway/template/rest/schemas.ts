import { DefinitionFault } from '../faults';
import { checkSchema } from './schema-check';

/** Models that every API has before anyone adds one; an import does not make them. */
export const BUILT_IN_SCHEMAS: Readonly<Record<string, unknown>> = {
  Empty: { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Empty Schema', type: 'object' },
  Error: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  },
};

// Words of OpenAPI that an import drops, and that a JSON Schema validator would take for something else.
const OPENAPI_ONLY = new Set([
  'discriminator',
  'example',
  'examples',
  'nullable',
  'readOnly',
  'writeOnly',
  'xml',
  'externalDocs',
  'deprecated',
]);

/** A model as `AWS::ApiGateway::Model` writes it: references become those of one document. @throws DefinitionFault */
export function readModelSchema(name: string, schema: unknown): unknown {
  checkModelName(name);
  if (schema === undefined || schema === '') {
    throw new DefinitionFault(`Model schema must have at least 1 property or array items defined: "${name}"`);
  }
  const parsed = typeof schema === 'string' ? parse(name, schema) : schema;
  const checked = checkSchema(parsed);
  if (checked !== undefined) throw invalidModel(name, checked);
  return rewrite(parsed, (reference) => {
    const model = /^https?:\/\/apigateway\.amazonaws\.com(?:\.cn)?\/restapis\/[^/]+\/models\/([^/#]+)$/.exec(
      reference,
    )?.[1];
    if (model !== undefined) return `#/definitions/${model}`;
    // A model's own definitions stand inside it once all models share a document.
    if (reference.startsWith('#')) return `#/definitions/${name}${reference.slice(1)}`;
    throw invalidModel(name, `Model reference must be in canonical form: "${reference}"`);
  });
}

/** A schema of an OpenAPI document as the model that the import makes of it. @throws DefinitionFault */
export function importSchema(name: string, schema: unknown): unknown {
  checkModelName(name);
  const plain = withoutOpenApiWords(schema);
  const checked = checkSchema(plain);
  if (checked !== undefined)
    throw new DefinitionFault(`Unable to create model for '${name}': ${invalidModel(name, checked).message}`);
  return rewrite(plain, (reference) => {
    const model = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(reference)?.[1];
    const known = /\/restapis\/[^/]+\/models\/([^/#]+)$/.exec(reference)?.[1];
    if (model !== undefined || known !== undefined) return `#/definitions/${model ?? known}`;
    throw new DefinitionFault(
      `Unable to create model for '${name}': ${invalidModel(name, `Model reference must be in canonical form: "${reference}"`).message}`,
    );
  });
}

/** Names of models that a rewritten schema refers to. */
export function referencesOf(schema: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    const model = key === '$ref' && typeof value === 'string' ? /^#\/definitions\/([^/]+)/.exec(value)?.[1] : undefined;
    if (model !== undefined) found.add(model);
    else referencesOf(value, found);
  }
  return found;
}

function checkModelName(name: string): void {
  if (!/^[A-Za-z0-9]+$/.test(name)) throw new DefinitionFault(`Model name must be alphanumeric: "${name}"`);
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidModel(name, 'Invalid model schema specified');
  }
}

function invalidModel(name: string, error: string): DefinitionFault {
  return new DefinitionFault(
    `Invalid model specified: Validation Result: warnings : [], errors : [${error}] (model "${name}")`,
  );
}

function rewrite(schema: unknown, target: (reference: string) => string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, target));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema as { $ref?: unknown };
  if (typeof $ref === 'string') return { $ref: target($ref) };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'enum' ? value : rewrite(value, target)]),
  );
}

function withoutOpenApiWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutOpenApiWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (OPENAPI_ONLY.has(key) || key.startsWith('x-')) continue;
    if (key === 'enum' || key === 'default') result[key] = value;
    else if (key === 'properties') result[key] = eachMember(value);
    else result[key] = withoutOpenApiWords(value);
  }
  return result;
}

// Under `properties` the keys are the user's names, `example` among them.
function eachMember(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, withoutOpenApiWords(value)]));
}
