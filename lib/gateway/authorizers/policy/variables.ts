import type { ConditionContext } from './context';

/**
 * Replaces `${aws:username}` and its like, with their defaults (`${aws:username, 'nobody'}`). Undefined when a
 * variable has no value: the statement then does not apply.
 */
export function expandVariables(text: string, context: ConditionContext): string | undefined {
  if (!text.includes('${')) return text;
  let missing = false;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner === '$' ? '$' : literal(inner);
    const [, name, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    const values = context.get((name ?? '').toLowerCase());
    const value = values?.length === 1 ? values[0] : fallback;
    if (value === undefined) missing = true;
    return value?.replace(/[*?]/g, literal) ?? '';
  });
  return missing ? undefined : expanded;
}

/** Wildcards that come out of a variable match only themselves; private-use characters carry them past the glob. */
const LITERALS: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001' };
const literal = (char: string): string => LITERALS[char];

/** The same replacement in the text that is compared, so that it meets the pattern's. */
export function protectLiterals(pattern: string, text: string): string {
  return /[\uE000\uE001]/.test(pattern) ? text.replace(/[*?]/g, literal) : text;
}

/** Back to plain text, for operators that know no wildcards. */
export function plainText(text: string): string {
  return text.replaceAll('\uE000', '*').replaceAll('\uE001', '?');
}
