import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { injectProps } from '../property-injection';

const DEFAULTS = {
  runtime: lambda.Runtime.NODEJS_24_X,
  architecture: lambda.Architecture.ARM_64,
  memorySize: 1024,
  timeout: Duration.seconds(10),
  loggingFormat: lambda.LoggingFormat.JSON,
} as const;

/** Props of `lambda.Function` that do not depend on the code. */
export type FunctionSettings = lambda.FunctionOptions & { readonly runtime: lambda.Runtime };

/**
 * What the user wrote, then what a property injector of the app says about functions, then our defaults: an
 * organisation's injector is a decision, a library's default is not.
 */
export function withDefaults(
  scope: Construct,
  id: string,
  given: lambda.FunctionOptions & { readonly runtime?: lambda.Runtime },
): FunctionSettings {
  const settings: typeof given = injectProps(lambda.Function.PROPERTY_INJECTION_ID, { scope, id }, given);
  const { loggingFormat, ...always } = DEFAULTS;
  return {
    ...always,
    ...(settings.logFormat === undefined && { loggingFormat }),
    ...definedOf(settings),
  } as FunctionSettings;
}

function definedOf<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
