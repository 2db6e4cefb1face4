import * as fs from 'node:fs';
import * as path from 'node:path';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { BundledFunction } from './functions/bundled-function';
import type { BundledFunctionOptions } from './functions/bundled-function-options';
import { findProjectRoot } from './functions/project-root';
import type { CorsSettings } from './traffic/cors-options';

/** Where the functions of an API write their logs. */
export enum FunctionLogs {
  /** All into one log group of the API: a resource less for each function. */
  SHARED = 'SHARED',

  /** Each into a log group of its own. */
  PER_FUNCTION = 'PER_FUNCTION',
}

/** The functions that an API makes for the entries of its routes: one for each entry. */
export class RouteFunctions {
  private readonly functions = new Map<string, BundledFunction>();
  private shared?: logs.LogGroup;
  private corsEnvironment: Record<string, string> = {};

  constructor(
    private readonly scope: Construct,
    private readonly options: { readonly defaults: BundledFunctionOptions; readonly logs: FunctionLogs },
  ) {
    if (options.logs !== FunctionLogs.PER_FUNCTION || options.defaults.logGroup === undefined) return;
    throw new ConstructError(
      scope,
      'functionLogs PER_FUNCTION and functionDefaults.logGroup exclude each other: leave one of them out',
    );
  }

  /** Log group of all functions, if they share one and there are any. */
  public get logGroup(): logs.LogGroup | undefined {
    return this.shared;
  }

  /** Tells the functions what they may answer other origins, those that are there and those that come. */
  public allowOrigins(cors: CorsSettings | undefined): void {
    this.corsEnvironment = renderCorsEnvironment(cors);
    const given = this.options.defaults.environment ?? {};
    for (const made of this.functions.values()) {
      for (const [name, value] of Object.entries(this.corsEnvironment)) {
        if (given[name] === undefined) made.addEnvironment(name, value);
      }
    }
  }

  public obtain(entry: string): BundledFunction {
    const file = path.resolve(entry);
    const known = this.functions.get(file);
    if (known) return known;
    if (!fs.existsSync(file)) throw new Error(`entry "${entry}" is not there, looked for ${file}`);
    const { environment, logRetention, logRemovalPolicy, ...defaults } = this.options.defaults;
    const shared = defaults.logGroup === undefined ? this.obtainLogGroup() : undefined;
    const made = new BundledFunction(this.scope, idOf(file), {
      // A shared log group has them already.
      ...(shared ? { logGroup: shared } : { logRetention, logRemovalPolicy }),
      ...defaults,
      environment: { ...this.corsEnvironment, ...environment },
      entry,
    });
    this.functions.set(file, made);
    return made;
  }

  private obtainLogGroup(): logs.LogGroup | undefined {
    if (this.options.logs === FunctionLogs.PER_FUNCTION) return undefined;
    this.shared ??= new logs.LogGroup(this.scope, 'FunctionLogs', {
      retention: this.options.defaults.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: this.options.defaults.logRemovalPolicy ?? RemovalPolicy.DESTROY,
    });
    return this.shared;
  }
}

/**
 * A function's construct id: its entry's path in the project, so that it depends neither on the machine nor on the
 * routes.
 */
function idOf(file: string): string {
  const name = path.relative(findProjectRoot(file), file).replace(/\.[cm]?[jt]sx?$/, '');
  return name.split(path.sep).join('-');
}

/** What a function needs to answer other origins, because API Gateway adds nothing to the answer of a proxy. */
function renderCorsEnvironment(cors: CorsSettings | undefined): Record<string, string> {
  if (!cors) return {};
  return {
    CORS_ALLOW_ORIGINS: cors.origins.join(','),
    ...(cors.credentials && { CORS_ALLOW_CREDENTIALS: 'true' }),
    ...(cors.exposed.length > 0 && { CORS_EXPOSE_HEADERS: cors.exposed.join(',') }),
  };
}
