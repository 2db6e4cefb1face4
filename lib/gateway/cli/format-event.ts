import type { GatewayEvent } from '../events';
import type { FidelityEntry } from '../model';
import { formatOutput } from './format-output';

type EventOf<T extends GatewayEvent['event']> = Extract<GatewayEvent, { event: T }>;

export interface FormatOptions {
  /** Access logs too, each line of which repeats what the line of its request says. */
  readonly verbose: boolean;
  /** A function by the name that people gave it. */
  nameOf(functionName: string): string;
}

/** An event as lines for people; undefined where the start-up table or another line says it. */
export function formatEvent(event: GatewayEvent, { verbose, nameOf }: FormatOptions): string | undefined {
  switch (event.event) {
    case 'listening':
    case 'credentials':
      return undefined;
    case 'request':
      return formatRequest(event);
    case 'access-log':
      return verbose ? `  access log  ${event.line}` : undefined;
    case 'function-log':
      return formatOutput(nameOf(event.function), event.text);
    case 'reloaded':
      return formatReload({ ...event, functions: event.functions.map(nameOf) });
    case 'fidelity':
      return formatFidelity(event.entries);
    case 'error':
      return `error  ${event.message}`;
  }
}

function formatRequest({ method, path, status, decidedBy, ms, reason, trace }: EventOf<'request'>): string {
  const line = `${method} ${path} ${status}  ${decidedBy} ${ms} ms${reason === undefined ? '' : `  ${reason}`}`;
  const steps = (trace ?? []).map(({ stage, text }) => `    ${stage}: ${text.replaceAll('\n', '\n      ')}`);
  return [line, ...steps].join('\n');
}

function formatReload({ functions, apis, ms }: EventOf<'reloaded'>): string {
  const parts = [...apis.map((id) => `API ${id}`), ...functions];
  return `reloaded ${parts.length === 0 ? 'nothing that answers differently' : parts.join(', ')} in ${ms} ms`;
}

const EFFECTS: Readonly<Record<FidelityEntry['effect'], string>> = {
  denies: 'refused here',
  differs: 'answers otherwise here',
  ignored: 'no effect here',
};

function formatFidelity(entries: readonly FidelityEntry[]): string {
  const lines = entries.map(({ path, message, effect }) => `  ${path}: ${message} (${EFFECTS[effect]})`);
  return ['Not as on AWS:', ...lines].join('\n');
}
