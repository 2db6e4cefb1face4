import type { ErrorObject } from 'ajv';

type Describe = (params: Record<string, any>, fault: ErrorObject) => string;

const TEXTS: Readonly<Record<string, Describe>> = {
  type: ({ type }, { data }) => {
    const allowed = [type].flat().flatMap((name) => (name === 'number' ? ['integer', 'number'] : [name]));
    return `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${JSON.stringify(allowed)})`;
  },
  enum: ({ allowedValues }, { data }) =>
    `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${JSON.stringify(allowedValues)})`,
  minimum: ({ limit, exclusive }, { data }) =>
    exclusive
      ? `numeric instance is not strictly greater than the required minimum ${limit}`
      : `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${data})`,
  maximum: ({ limit, exclusive }, { data }) =>
    exclusive
      ? `numeric instance is not strictly lower than the required maximum ${limit}`
      : `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${data})`,
  multipleOf: ({ multipleOf }) => `remainder of division is not zero (instance is no multiple of ${multipleOf})`,
  minLength: ({ limit }, { data }) =>
    `string ${JSON.stringify(data)} is too short (length: ${[...String(data)].length}, required minimum: ${limit})`,
  maxLength: ({ limit }, { data }) =>
    `string ${JSON.stringify(data)} is too long (length: ${[...String(data)].length}, maximum allowed: ${limit})`,
  pattern: ({ pattern }, { data }) => `ECMA 262 regex "${pattern}" does not match input string ${JSON.stringify(data)}`,
  minItems: ({ limit }, { data }) =>
    `array is too short: must have at least ${limit} elements but instance has ${(data as unknown[]).length} elements`,
  maxItems: ({ limit }, { data }) =>
    `array is too long: must have at most ${limit} elements but instance has ${(data as unknown[]).length} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minProperties: ({ limit }, { data }) =>
    `object has too few properties (found ${Object.keys(data as object).length} but schema requires at least ${limit})`,
  maxProperties: ({ limit }, { data }) =>
    `object has too many properties (found ${Object.keys(data as object).length} but schema requires at most ${limit})`,
  oneOf: ({ passingSchemas }) => `instance failed to match exactly one schema (matched ${passingSchemas?.length ?? 0})`,
  anyOf: () => 'instance failed to match at least one required schema',
  not: () => 'instance matched a schema which it should not have',
};

/** Keywords whose names of properties are told together: the member of the fault that has the name, and the text. */
const LISTS: Readonly<Record<string, { readonly member: string; text(names: string): string }>> = {
  required: {
    member: 'missingProperty',
    text: (names) => `object has missing required properties (${names})`,
  },
  additionalProperties: {
    member: 'additionalProperty',
    text: (names) => `object instance has properties which are not allowed by the schema: ${names}`,
  },
};

/** Faults in the wording of the Java validator that API Gateway uses. */
export function describeSchemaFaults(faults: readonly ErrorObject[]): string[] {
  const texts = faults.map((fault) => {
    const { keyword, params, instancePath, message } = fault;
    const list = LISTS[keyword];
    if (list) return list.text(JSON.stringify(namesOf(faults, fault, list.member)));
    return TEXTS[keyword]?.(params, fault) ?? `${instancePath} ${message}`.trim();
  });
  return [...new Set(texts)];
}

/** The names that faults of the same kind have for the same object. */
function namesOf(faults: readonly ErrorObject[], of: ErrorObject, member: string): string[] {
  return faults
    .filter(({ keyword, instancePath }) => keyword === of.keyword && instancePath === of.instancePath)
    .map(({ params }) => params[member] as string)
    .sort();
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
