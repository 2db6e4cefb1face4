import type { AccessPhases } from './access-phases';
import type { IntegrationReport } from './integrations/integration';
import { lookUp, textOf } from './substitution';

type Part = string | { readonly path: string };

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

const parsedFormats = new Map<string, readonly Part[]>();

type Values = Readonly<Record<string, unknown>>;

/** One line of an access log: plain substitution, a dash where there is no value. Later sources go before earlier ones. */
export function renderAccessLog(format: string, ...sources: readonly Values[]): string {
  let line = '';
  for (const part of partsOf(format)) {
    line += typeof part === 'string' ? part : (valueOf(part.path, sources) ?? '-');
  }
  return line;
}

/** Variables that only access logs have: what the phases of a call came to. */
export function phaseVariables(
  phases: AccessPhases | undefined,
  report: IntegrationReport | undefined,
): Record<string, unknown> {
  if (!report) return { ...phases };
  return {
    ...phases,
    integrationLatency: report.latencyMs,
    integrationStatus: report.status,
    integrationErrorMessage: report.error,
    integration: {
      latency: report.latencyMs,
      integrationStatus: report.status,
      status: report.status,
      requestId: report.requestId,
      error: report.error,
    },
  };
}

function valueOf(path: string, sources: readonly Values[]): string | undefined {
  for (let i = sources.length - 1; i >= 0; i--) {
    const text = textOf(lookUp(sources[i], path));
    if (text !== undefined) return text;
  }
  return undefined;
}

function partsOf(format: string): readonly Part[] {
  const known = parsedFormats.get(format);
  if (known) return known;
  const parts: Part[] = [];
  let end = 0;
  for (const match of format.matchAll(VARIABLE)) {
    parts.push(format.slice(end, match.index), { path: match[1] });
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  parsedFormats.set(format, parts);
  return parts;
}
