export { combineVerdicts, type Outcome } from './combine';
export { type ConditionContext, type PolicyPrincipal, type PolicyQuestion, toContext } from './context';
export { type Decision, type EvaluateOptions, evaluatePolicies, type Verdict } from './evaluate';
export { matchesGlob } from './glob';
