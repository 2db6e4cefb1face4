import type { Budget } from './limits';
import { Block, descend, ForeachScope, JavaList, JavaMap, MapEntry, type Value } from './value';

/** `toString()` of a value as Java has it. Blocks are the renderer's. */
export function printJava(value: Value, budget: Budget, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return printDouble(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  descend(budget, depth);
  const print = (item: Value) => printJava(item, budget, depth + 1);
  if (value instanceof JavaMap) {
    if (value.printed !== undefined) return value.printed;
    return `{${[...value.entries].map(([key, item]) => `${print(key)}=${print(item)}`).join(', ')}}`;
  }
  if (value instanceof JavaList) {
    if (value.style === 'json') return printJson(value, budget, 'slashes', depth);
    return `[${value.items.map(print).join(', ')}]`;
  }
  if (value instanceof MapEntry) return `${print(value.key)}=${print(value.value)}`;
  if (value instanceof ForeachScope) return '{}';
  if (value instanceof Block) return '';
  return `$${value.host}`;
}

/** Compact JSON text as json-smart writes it; lists that print themselves also escape slashes. */
export function printJson(value: Value, budget: Budget, escapes: 'slashes' | 'plain' = 'plain', depth = 0): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quote(value, escapes);
  if (typeof value === 'number') return Number.isFinite(value) ? printDouble(value) : 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  descend(budget, depth);
  const print = (item: Value) => printJson(item, budget, escapes, depth + 1);
  if (value instanceof JavaMap) {
    const members: string[] = [];
    for (const [key, item] of value.entries) {
      members.push(`${quote(printJava(key, budget, depth + 1), escapes)}:${print(item)}`);
    }
    return `{${members.join(',')}}`;
  }
  if (value instanceof JavaList) return `[${value.items.map(print).join(',')}]`;
  return quote(printJava(value, budget, depth + 1), escapes);
}

/** `Double.toString`. */
export function printDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

const SHORT: Record<string, string> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const QUOTABLE = /[^ !#-[\]-~\u00a0-\u1fff\u2100-\uffff]/;
const QUOTABLES = new RegExp(QUOTABLE, 'g');

function quote(text: string, escapes: 'slashes' | 'plain'): string {
  const escaped = QUOTABLE.test(text) ? text.replace(QUOTABLES, escapeCharacter) : text;
  return `"${escapes === 'slashes' ? escaped.replaceAll('/', '\\/') : escaped}"`;
}

function escapeCharacter(c: string): string {
  if (c === '"' || c === '\\') return `\\${c}`;
  return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
