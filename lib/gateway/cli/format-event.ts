import type { GatewayEvent } from '../events';
import type { FidelityEntry } from '../model';

type EventOf<T extends GatewayEvent['event']> = Extract<GatewayEvent, { event: T }>;

export interface FormatOptions {
  /** Access logs too, each line of which repeats what the line of its request says. */
  readonly verbose: boolean;
}

/** An event as lines for people; undefined where the start-up table or another line says it. */
export function formatEvent(event: GatewayEvent, { verbose }: FormatOptions): string | undefined {
  switch (event.event) {
    case 'listening':
    case 'credentials':
      return undefined;
    case 'request':
      return formatRequest(event);
    case 'access-log':
      return verbose ? `  access log  ${event.line}` : undefined;
    case 'function-log':
      return formatOutput(event);
    case 'reloaded':
      return formatReload(event);
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

/** What Lambda puts before every line: the time is now, the request is the next line, and most lines are information. */
const PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t(?:[0-9a-f-]{36}|undefined)\t(\w+)\t/;

function formatOutput({ function: name, text }: EventOf<'function-log'>): string {
  return text
    .replace(PREFIX, (_prefix, level) => (level === 'INFO' ? '' : `${level}  `))
    .trimEnd()
    .split('\n')
    .map((line) => `  ${name}  ${line}`)
    .join('\n');
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
