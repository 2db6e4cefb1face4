import { DefinitionFault } from './faults';

const MARKER = /\{\{unknown:([^{}]*)\}\}/g;

/** Stands where a value is that only AWS knows. */
export function unknownValue(label: string): string {
  return `{{unknown:${label.replace(/\{\{unknown:|[{}]/g, '')}}}`;
}

/** Labels of the placeholders anywhere inside a value. */
export function unknownsIn(value: unknown): string[] {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  if (!text.includes('{{unknown:')) return [];
  return [...new Set([...text.matchAll(MARKER)].map((match) => match[1]))];
}

export function hasUnknown(value: string): boolean {
  return value.includes('{{unknown:');
}

/** @throws DefinitionFault when the gateway itself would need a value that only AWS knows */
export function requireKnown<T>(what: string, value: T): T {
  const labels = unknownsIn(value);
  if (labels.length === 0) return value;
  throw new DefinitionFault(
    `${what} needs ${labels.map((label) => `"${label}"`).join(', ')}, which only AWS knows: give it with --values or --parameter`,
    'VALUE_UNKNOWN',
  );
}
