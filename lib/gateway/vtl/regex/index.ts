import type { Budget } from '../limits';

export function matchesWhole(text: string, pattern: string, _budget: Budget): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text);
}
export function replaceMatches(
  text: string,
  pattern: string,
  instead: string,
  which: 'all' | 'first',
  _budget: Budget,
): string {
  return text.replace(new RegExp(pattern, which === 'all' ? 'g' : ''), instead);
}
export function splitByRegex(text: string, pattern: string, _limit: number, _budget: Budget): string[] {
  return text.split(new RegExp(pattern));
}
