import * as fs from 'node:fs';
import * as path from 'node:path';
import { type AppCommand, homeOf, readJsonFile } from './app-source';

/** A value of the environment that is longer keeps a process from starting. */
const MAX_VARIABLE_BYTES = process.platform === 'win32' ? 32_000 : 120_000;

/** The environment in which an app synthesizes as it does under the CDK CLI. */
export function environmentOf(app: AppCommand): NodeJS.ProcessEnv {
  const given = app.options.environment ?? process.env;
  const region = given.AWS_REGION ?? given.AWS_DEFAULT_REGION ?? 'us-east-1';
  return {
    CDK_DEFAULT_REGION: region,
    ...given,
    PATH: [given.PATH, path.join(app.directory, 'node_modules', '.bin')].filter(Boolean).join(path.delimiter),
    CDK_OUTDIR: app.assembly,
    // several seconds for each synthesis, and no finding of it changes an answer
    CDK_VALIDATION: 'false',
    ...contextVariables(app),
  };
}

/** What the app reads by `tryGetContext`: feature flags are among it, and with them logical ids. */
export function contextOf(app: AppCommand): Record<string, unknown> {
  const contextIn = (file: string): object => (readJsonFile(file).context ?? {}) as object;
  return {
    ...contextIn(path.join(homeOf(app.options), '.cdk.json')),
    ...readJsonFile(path.join(app.directory, 'cdk.context.json')),
    ...contextIn(path.join(app.directory, 'cdk.json')),
    ...app.options.context,
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:bundling-stacks': ['**'],
    // folders that are deployed as they are keep their place: an edit there is live
    'aws:cdk:disable-asset-staging': true,
    '@aws-cdk/core:failSynthOnValidationErrors': false,
  };
}

function contextVariables(app: AppCommand): Record<string, string> {
  const context = JSON.stringify(contextOf(app));
  if (Buffer.byteLength(context) <= MAX_VARIABLE_BYTES) return { CDK_CONTEXT_JSON: context };
  const file = path.join(path.dirname(app.assembly), 'context.json');
  fs.writeFileSync(file, context);
  return { CDK_CONTEXT_JSON: '{}', CONTEXT_OVERFLOW_LOCATION_ENV: file };
}
