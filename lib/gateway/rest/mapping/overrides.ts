import type { MappedRequest } from './request-parameters';
import { utf8Bytes } from './source-value';

/** Puts `$context.requestOverride` of a template over what the parameter mappings gave. */
export function applyRequestOverride(mapped: MappedRequest, override: Readonly<Record<string, unknown>> = {}): void {
  for (const [name, values] of textEntries(override.header)) replaceHeader(mapped.header, name, values);
  for (const [name, value] of textEntries(override.querystring)) mapped.querystring.set(name, value);
  for (const [name, value] of textEntries(override.path)) mapped.path.set(name, value.join(','));
}

/** `$context.responseOverride.header`, one entry a header line. */
export function overriddenHeaders(override: Readonly<Record<string, unknown>> = {}): [name: string, value: string][] {
  return textEntries(override.header).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, utf8Bytes(value)]),
  );
}

/** `$context.responseOverride.status`, where it is a status at all. */
export function overriddenStatus(override: Readonly<Record<string, unknown>> = {}): number | undefined {
  const { status } = override;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

function replaceHeader(headers: [string, string][], name: string, values: readonly string[]): void {
  const lower = name.toLowerCase();
  const others = headers.filter(([known]) => known.toLowerCase() !== lower);
  headers.splice(0, headers.length, ...others, ...values.map((value): [string, string] => [name, utf8Bytes(value)]));
}

function textEntries(map: unknown): [name: string, values: string[]][] {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  return Object.entries(map)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(String)]);
}
