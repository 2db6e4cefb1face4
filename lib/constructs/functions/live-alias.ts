import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BundledFunctionOptions } from './bundled-function-options';

/** Makes the alias `live` where a function is more than its newest code: `undefined` elsewhere. */
export function createLiveAlias(fn: lambda.Function, options: BundledFunctionOptions): lambda.Alias | undefined {
  const { provisionedConcurrency, gradualDeployment, snapStart } = options;
  if (provisionedConcurrency === undefined && gradualDeployment === undefined && snapStart === undefined) {
    return undefined;
  }
  const { onFailure, onSuccess, maxEventAge, retryAttempts } = options;
  const alias = new lambda.Alias(fn, 'Live', {
    aliasName: 'live',
    version: fn.currentVersion,
    provisionedConcurrentExecutions: provisionedConcurrency,
    // asynchronous calls of the alias do not follow what is set for the function
    onFailure,
    onSuccess,
    maxEventAge,
    retryAttempts,
  });
  gradualDeployment?._attach(fn, alias);
  return alias;
}
