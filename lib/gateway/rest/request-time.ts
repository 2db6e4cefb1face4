const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let lastSecond = Number.NaN;
let lastText = '';

/** `22/Nov/2026:13:31:29 +0000`. The text is kept for the second it belongs to: many requests share one. */
export function formatRequestTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second === lastSecond) return lastText;
  const date = new Date(second * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  lastText = `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
  lastSecond = second;
  return lastText;
}
