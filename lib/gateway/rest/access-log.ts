import type { IntegrationReport } from './integrations/integration';
import { textOf } from './substitution';

/** Text, or the names that lead to a variable's value. */
type Part = string | readonly string[];

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

const parsedFormats = new Map<string, readonly Part[]>();

/** One line of an access log: plain substitution, a dash where there is no value. Later sources go before earlier ones. */
export function renderAccessLog(format: string, ...sources: readonly object[]): string {
  let line = '';
  for (const part of partsOf(format)) {
    line += typeof part === 'string' ? part : (valueOf(part, sources) ?? '-');
  }
  return line;
}

/** What a backend's answer says in access logs; `transfer` are members of `$context.integration` besides. */
export function integrationVariables(report: IntegrationReport, transfer?: object): object {
  const { latencyMs, status, requestId, error } = report;
  return {
    integrationLatency: latencyMs,
    integrationStatus: status,
    integrationErrorMessage: error,
    integration: { latency: latencyMs, integrationStatus: status, status, requestId, error, ...transfer },
  };
}

function valueOf(names: readonly string[], sources: readonly object[]): string | undefined {
  for (let i = sources.length - 1; i >= 0; i--) {
    const text = textOf(memberOf(sources[i], names));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Names that every object inherits are none of a variable: they were sorted out with the format. */
function memberOf(values: object, names: readonly string[]): unknown {
  let value: unknown = values;
  for (let i = 0; i < names.length; i++) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[names[i]];
  }
  return value;
}

function partsOf(format: string): readonly Part[] {
  const known = parsedFormats.get(format);
  if (known) return known;
  const parts: Part[] = [];
  let end = 0;
  for (const match of format.matchAll(VARIABLE)) {
    const names = match[1].split('.');
    parts.push(format.slice(end, match.index), names.some((name) => name in Object.prototype) ? '-' : names);
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  parsedFormats.set(format, parts);
  return parts;
}
