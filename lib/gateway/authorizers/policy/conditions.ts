import type { PolicyStatement } from '../../model/shared';
import type { ConditionContext } from './context';
import { OPERATORS, type Operator } from './operators';
import { expandVariables } from './variables';

export type ConditionOutcome =
  | { readonly kind: 'met' | 'unmet' }
  | { readonly kind: 'unknown'; readonly fault: string };

const MET: ConditionOutcome = { kind: 'met' };
const UNMET: ConditionOutcome = { kind: 'unmet' };

/** All operators and all keys of a condition block must be met. */
export function evaluateConditions(block: PolicyStatement['Condition'], context: ConditionContext): ConditionOutcome {
  let outcome = MET;
  for (const [operator, keys] of Object.entries(block ?? {})) {
    for (const [key, value] of Object.entries(keys)) {
      const one = evaluateOne(operator, { key, wanted: toTexts(value) }, context);
      if (one.kind === 'unknown') return one;
      if (one.kind === 'unmet') outcome = UNMET;
    }
  }
  return outcome;
}

interface Condition {
  readonly key: string;
  readonly wanted: readonly string[];
}

function evaluateOne(name: string, condition: Condition, context: ConditionContext): ConditionOutcome {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i.exec(name) ?? [];
  const actual = context.get(condition.key.toLowerCase());
  if (base?.toLowerCase() === 'null') return evaluateNull(condition, actual !== undefined);
  const operator = OPERATORS.get(base?.toLowerCase() ?? '');
  if (!operator) return { kind: 'unknown', fault: `condition operator "${name}" is not one of IAM` };
  if (actual === undefined) return ofMissing({ operator, set, ifExists });
  const wanted = condition.wanted.map((text) => expandVariables(text, context));
  if (!wanted.every((text) => text !== undefined)) return UNMET;
  const results = actual.map((value) => holdsFor(operator, value, wanted));
  if (results.includes(undefined)) {
    return {
      kind: 'unknown',
      fault: `"${condition.wanted.join('", "')}" is no value for condition operator "${name}"`,
    };
  }
  const isForAll = set?.toLowerCase() === 'forallvalues';
  const isMet = isForAll || (!set && operator.negated) ? results.every(Boolean) : results.some(Boolean);
  return isMet ? MET : UNMET;
}

/** Negated operators are met by what is not there; `ForAnyValue` never is. */
function ofMissing(options: { operator: Operator; set?: string; ifExists?: string }): ConditionOutcome {
  const set = options.set?.toLowerCase();
  if (options.ifExists || set === 'forallvalues') return MET;
  if (set === 'foranyvalue') return UNMET;
  return options.operator.negated ? MET : UNMET;
}

function holdsFor(operator: Operator, actual: string, wanted: readonly string[]): boolean | undefined {
  const results = wanted.map((value) => operator.compare(actual, value));
  if (results.includes(undefined)) return undefined;
  const isAny = results.some(Boolean);
  return operator.negated ? !isAny : isAny;
}

function evaluateNull({ wanted }: Condition, isPresent: boolean): ConditionOutcome {
  if (!wanted.every((text) => /^(true|false)$/i.test(text))) {
    return { kind: 'unknown', fault: `"${wanted.join('", "')}" is no value for condition operator "Null"` };
  }
  return wanted.some((text) => (text.toLowerCase() === 'true') === !isPresent) ? MET : UNMET;
}

function toTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((item) => String(item));
}
