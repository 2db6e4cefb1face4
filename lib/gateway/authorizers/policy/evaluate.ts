import type { PolicyDocument, PolicyStatement } from '../../model/shared';
import { evaluateConditions } from './conditions';
import type { PolicyQuestion } from './context';
import { matchesGlob } from './glob';
import { matchesPrincipal } from './principal';
import { expandVariables, protectLiterals } from './variables';

/** What a policy says: yes, no, or nothing. */
export type Verdict = 'Allow' | 'Deny' | 'Silent';

export interface Decision {
  readonly verdict: Verdict;
  /** For the developer. */
  readonly reason: string;
}

export interface EvaluateOptions {
  /** `resource`: statements name principals; `identity`: they belong to one. */
  readonly kind: 'identity' | 'resource';
  /** Longer resources are not honoured. */
  readonly maxResourceLength?: number;
}

/** Evaluates policies together: a deny anywhere wins. */
export function evaluatePolicies(
  policies: readonly PolicyDocument[],
  question: PolicyQuestion,
  options: EvaluateOptions,
): Decision {
  let allowed: Decision | undefined;
  let count = 0;
  for (const statement of policies.flatMap(statementsOf)) {
    count += 1;
    const { verdict, reason } = evaluateStatement(statement, question, options);
    if (verdict === 'Deny') return { verdict, reason: `${reason} (statement ${count})` };
    if (verdict === 'Allow') allowed ??= { verdict, reason: `${reason} (statement ${count})` };
  }
  return allowed ?? { verdict: 'Silent', reason: `no statement allows ${question.action} on ${question.resource}` };
}

/** A document may hold one statement without a list around it. */
function statementsOf(policy: PolicyDocument): readonly PolicyStatement[] {
  const statement = policy.Statement as unknown;
  if (Array.isArray(statement)) return statement as PolicyStatement[];
  return statement === undefined || statement === null ? [] : [statement as PolicyStatement];
}

const SILENT: Decision = { verdict: 'Silent', reason: 'does not apply' };

function evaluateStatement(statement: PolicyStatement, question: PolicyQuestion, options: EvaluateOptions): Decision {
  if (!matchesAction(statement, question.action)) return SILENT;
  if (!matchesResource(statement, question, options)) return SILENT;
  if (options.kind === 'resource' && !matchesPrincipal(statement, question.principal)) return SILENT;
  const outcome = evaluateConditions(statement.Condition, question.context);
  if (outcome.kind === 'unmet') return SILENT;
  if (outcome.kind === 'unknown') return { verdict: 'Deny', reason: `cannot be evaluated: ${outcome.fault}` };
  if (statement.Effect === 'Allow') return { verdict: 'Allow', reason: 'allowed' };
  if (statement.Effect === 'Deny') return { verdict: 'Deny', reason: 'explicit deny' };
  return { verdict: 'Deny', reason: `cannot be evaluated: effect "${String(statement.Effect)}"` };
}

function matchesAction(statement: PolicyStatement, action: string): boolean {
  const matches = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesGlob(pattern, action, { ignoreCase: true }));
  if (statement.NotAction !== undefined) return !matches(toList(statement.NotAction));
  return matches(toList(statement.Action));
}

function matchesResource(statement: PolicyStatement, question: PolicyQuestion, options: EvaluateOptions): boolean {
  const matches = (patterns: readonly string[]) =>
    patterns.some((pattern) => {
      if (pattern.length > (options.maxResourceLength ?? Number.POSITIVE_INFINITY)) return false;
      const expanded = expandVariables(pattern, question.context);
      if (expanded === undefined) return false;
      return matchesGlob(expanded, protectLiterals(expanded, question.resource), { ignoreCase: false });
    });
  if (statement.NotResource !== undefined) return !matches(toList(statement.NotResource));
  return matches(toList(statement.Resource));
}

function toList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
