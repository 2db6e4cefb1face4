import { Budget } from '../../vtl';
import { matchesWhole as matchesInBudget } from '../../vtl/regex';

/** Java's `text.matches(pattern)`. @throws OperationError for a pattern that Java refuses, or that takes too long */
export function matchesWhole(pattern: string, text: string): boolean {
  return matchesInBudget(text, pattern, new Budget());
}
