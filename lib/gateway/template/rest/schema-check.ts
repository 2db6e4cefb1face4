type Schema = Readonly<Record<string, unknown>>;

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const UNSUPPORTED = [
  'discriminator',
  'if',
  'then',
  'else',
  'const',
  'contains',
  'propertyNames',
  'prefixItems',
  '$defs',
];
const INVALID = 'Invalid model schema specified';

const KEYWORDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: (value) =>
    Array.isArray(value) ? value.length > 0 && value.every((item) => TYPES.has(item)) : TYPES.has(value),
  required: isNonEmptyTexts,
  enum: (value) => Array.isArray(value) && value.length > 0,
  properties: isObject,
  patternProperties: isObject,
  definitions: isObject,
  additionalProperties: (value) => typeof value === 'boolean' || isObject(value),
  items: (value) => isObject(value) || Array.isArray(value),
  allOf: isNonEmptyList,
  anyOf: isNonEmptyList,
  oneOf: isNonEmptyList,
  not: isObject,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isBoolean,
  exclusiveMaximum: isBoolean,
  multipleOf: (value) => typeof value === 'number' && value > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  uniqueItems: isBoolean,
  pattern: isPattern,
  $ref: (value) => typeof value === 'string',
};

/** What API Gateway says against a schema of draft 4; undefined when it takes it. */
export function checkSchema(schema: unknown): string | undefined {
  if (!isObject(schema)) return INVALID;
  const unsupported = UNSUPPORTED.filter((word) => Object.hasOwn(schema, word));
  if (unsupported.length > 0) return `${INVALID}. Unsupported keyword(s): ${JSON.stringify(unsupported)}`;
  for (const [word, isValid] of Object.entries(KEYWORDS)) {
    if (Object.hasOwn(schema, word) && !isValid(schema[word])) {
      return `${INVALID}: "${word}" cannot be ${JSON.stringify(schema[word])}`;
    }
  }
  return firstOf(childrenOf(schema));
}

function childrenOf(schema: Schema): unknown[] {
  const children: unknown[] = [];
  for (const word of ['properties', 'patternProperties', 'definitions']) {
    if (isObject(schema[word])) children.push(...Object.values(schema[word]));
  }
  for (const word of ['allOf', 'anyOf', 'oneOf', 'items']) {
    if (Array.isArray(schema[word])) children.push(...(schema[word] as unknown[]));
  }
  for (const word of ['items', 'additionalProperties', 'not']) if (isObject(schema[word])) children.push(schema[word]);
  return children;
}

function firstOf(schemas: readonly unknown[]): string | undefined {
  for (const schema of schemas) {
    const fault = checkSchema(schema);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNonEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isNonEmptyTexts(value: unknown): boolean {
  return isNonEmptyList(value) && (value as unknown[]).every((item) => typeof item === 'string');
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    // Java's own constructs (possessive quantifiers and such) are none of ours to refuse.
    return !/^[+*?]/.test(value);
  }
}
