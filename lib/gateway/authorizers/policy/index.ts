export { combineVerdicts, type Outcome } from './combine';
export { type ConditionContext, lazyContext, type PolicyPrincipal, type PolicyQuestion } from './context';
export { type Decision, type EvaluateOptions, evaluatePolicies, type Verdict } from './evaluate';
export { matchesGlob } from './glob';
