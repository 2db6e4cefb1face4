import { Budget, matchesWhole, OperationError } from '../vtl';

/**
 * Whether a text has a match of a pattern anywhere. The text is a client's, so every step counts: WAF's own engine takes no
 * pattern that could run for ever.
 * @throws Error for a pattern that is none, or that takes too long
 */
export function findsPattern(pattern: string, text: string): boolean {
  const bare = pattern.replace(/^\(\?i\)/, '');
  const flags = bare === pattern ? 's' : 'si';
  try {
    return matchesWhole(text, `(?${flags}).*(?:${bare}).*`, new Budget());
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause;
    const reason = 'it is no pattern, or tries too many ways to match: write it without repetitions inside repetitions';
    throw new Error(`the pattern "${pattern}" of the web ACL cannot be matched: ${reason}`, { cause });
  }
}
