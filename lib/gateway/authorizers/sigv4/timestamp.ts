/** `YYYYMMDDTHHMMSSZ`. */
export function basicTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Milliseconds of a basic ISO 8601 time, or undefined when it is none. */
export function parseBasicTimestamp(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The basic form of a `Date` header, which may be in HTTP's own format. */
export function normalizeTimestamp(text: string): string | undefined {
  if (parseBasicTimestamp(text) !== undefined) return text;
  if (!/[A-Za-z]{3}|^\d{4}-/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : basicTimestamp(ms);
}
