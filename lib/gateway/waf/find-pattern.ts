import { Budget, matchesWhole } from '../vtl';

/**
 * Whether a text has a match of a pattern anywhere. The text is a client's, so every step counts: WAF's own engine takes no
 * pattern that could run for ever.
 * @throws OperationError for a pattern that is none, or that takes too long
 */
export function findsPattern(pattern: string, text: string): boolean {
  const bare = pattern.replace(/^\(\?i\)/, '');
  const flags = bare === pattern ? 's' : 'si';
  return matchesWhole(text, `(?${flags}).*(?:${bare}).*`, new Budget());
}
