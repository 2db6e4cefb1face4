import { DefinitionFault } from './faults';

export type Properties = Readonly<Record<string, unknown>>;

/** Readers of evaluated properties: CloudFormation takes `"5"` for 5 and `"true"` for true. @throws DefinitionFault */

export function text(properties: Properties, name: string): string {
  return optionalText(properties, name) ?? missing(name);
}

export function optionalText(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new DefinitionFault(`${name} must be text, got ${JSON.stringify(value)}`);
  return String(value);
}

export function optionalNumber(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new DefinitionFault(`${name} must be a number, got ${JSON.stringify(value)}`);
}

export function flag(properties: Properties, name: string): boolean {
  return optionalFlag(properties, name) ?? false;
}

export function optionalFlag(properties: Properties, name: string): boolean | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new DefinitionFault(`${name} must be true or false, got ${JSON.stringify(value)}`);
}

export function record(properties: Properties, name: string): Properties {
  const value = properties[name];
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Properties;
  throw new DefinitionFault(`${name} must be an object, got ${JSON.stringify(value)}`);
}

export function optionalRecord(properties: Properties, name: string): Properties | undefined {
  return properties[name] === undefined || properties[name] === null ? undefined : record(properties, name);
}

export function list(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function records(properties: Properties, name: string): readonly Properties[] {
  return list(properties, name).map((item) => {
    if (typeof item === 'object' && item !== null) return item as Properties;
    throw new DefinitionFault(`${name} must be a list of objects, got ${JSON.stringify(item)}`);
  });
}

export function texts(properties: Properties, name: string): readonly string[] {
  return list(properties, name).map((item) => {
    if (typeof item === 'object')
      throw new DefinitionFault(`${name} must be a list of text, got ${JSON.stringify(item)}`);
    return String(item);
  });
}

/** An object whose values are text. */
export function textRecord(properties: Properties, name: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(record(properties, name))) {
    if (value === null || value === undefined) continue;
    result[key] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return result;
}

export function flagRecord(properties: Properties, name: string): Readonly<Record<string, boolean>> {
  const values = record(properties, name);
  return Object.fromEntries(Object.keys(values).map((key) => [key, flag(values, key)]));
}

/** One of a closed list, whatever its case. */
export function optionalChoice<T extends string>(
  properties: Properties,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = optionalText(properties, name);
  if (value === undefined || value === '') return undefined;
  const found = choices.find((choice) => choice === value.toUpperCase());
  if (found !== undefined) return found;
  throw new DefinitionFault(`${name} must be one of ${choices.join(', ')}, got "${value}"`);
}

function missing(name: string): never {
  throw new DefinitionFault(`${name} is missing`);
}
