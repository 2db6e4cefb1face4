import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What cdk-nag's AwsSolutions pack has to say of a construct, acknowledged findings left out. */
export function nagFindings(scope: IConstruct): string[] {
  const { violations } = new AwsSolutionsChecks(scope).validateScope(scope);
  return violations.map(({ ruleName }) => ruleName).sort();
}
