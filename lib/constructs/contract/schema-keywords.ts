/**
 * Keywords that say nothing about which values are valid, or that API Gateway's import does not take: leaving them out
 * changes nothing.
 */
export const ANNOTATIONS = new Set([
  '$comment',
  '$id',
  '$schema',
  '$anchor',
  'contentEncoding',
  'contentMediaType',
  'default',
  'deprecated',
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'id',
  'readOnly',
  'writeOnly',
  'xml',
]);

/** Keywords that are kept as they are written. */
export const KEPT = new Set([
  'description',
  'enum',
  'format',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'required',
  'title',
  'type',
  'uniqueItems',
]);

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
export const ONE_SCHEMA = new Set(['additionalProperties', 'items', 'not']);
export const SCHEMA_LIST = new Set(['allOf', 'anyOf', 'oneOf']);
export const SCHEMA_MAP = new Set(['properties']);

/** Why a keyword cannot be said to API Gateway, with the way out where there is one. */
export const REFUSED: Readonly<Record<string, string>> = {
  nullable: 'API Gateway drops it and then refuses null: leave the property out of "required" instead',
  if: 'write it with anyOf',
  then: 'write it with anyOf',
  else: 'write it with anyOf',
  prefixItems: 'API Gateway knows lists of one kind of item only',
  patternProperties: 'API Gateway drops it: use "additionalProperties" with a schema',
  dependentRequired: 'write it with anyOf',
  dependentSchemas: 'write it with anyOf',
  dependencies: 'write it with anyOf',
};
