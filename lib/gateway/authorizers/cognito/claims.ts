import type { TokenPayload } from './pool-verifiers';

/** The service reads these as times and prints them the way Java does. */
const TIMES = new Set(['exp', 'iat', 'nbf']);

/** Claims as `$context.authorizer.claims` has them: all of them text. */
export function stringifyClaims(payload: TokenPayload): Readonly<Record<string, string>> {
  const claims: Record<string, string> = {};
  for (const [name, value] of Object.entries(payload)) {
    if (value === null || value === undefined) continue;
    claims[name] = TIMES.has(name) && typeof value === 'number' ? javaDate(value * 1000) : claimText(value);
  }
  return claims;
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `Mon Nov 06 18:00:54 UTC 2017`. */
function javaDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
