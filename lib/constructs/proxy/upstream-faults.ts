import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { findTimeoutFault } from '../integrations/timeout';
import type { RequestValue } from '../request-value';
import { findHeaderFaults } from './header-faults';
import type { HeaderValue } from './header-value';
import type { Upstream } from './upstream';

/** What an upstream is judged by. */
export interface UpstreamCheck {
  readonly scope: IConstruct;
  /** Milliseconds that the account's quota lets API Gateway wait. */
  readonly longestTimeout: number;
  readonly stageVariables: readonly string[];
}

/** What is wrong with an upstream; each sentence opens with its name. */
export function findUpstreamFaults(name: string, upstream: Upstream, check: UpstreamCheck): string[] {
  const { base, options, faults } = upstream._target;
  const variables = [...base.matchAll(/\$\{stageVariables\.(\w+)\}/g)].map(([, variable]) => variable as string);
  const unknown = variables.filter((variable) => !check.stageVariables.includes(variable));
  return [
    ...faults.map((fault) => `${name}: ${fault}`),
    ...unknown.map((variable) => `${name}: url has the stage variable "${variable}", which stage.variables has not`),
    ...findCallFaults(name, options, check),
  ];
}

/** What is wrong with how an upstream is called, for all paths or for one. */
export function findCallFaults(
  name: string,
  call: {
    readonly timeout?: Duration;
    readonly headers?: { readonly [name: string]: HeaderValue };
    readonly query?: { readonly [name: string]: RequestValue };
    readonly responseStreaming?: boolean;
  },
  { scope, longestTimeout }: UpstreamCheck,
): string[] {
  const { timeout, headers = {}, query = {}, responseStreaming } = call;
  const integration = {
    timeoutInMillis: timeout?.toMilliseconds(),
    ...(responseStreaming && { responseTransferMode: 'STREAM' }),
  };
  const fault = findTimeoutFault(integration, longestTimeout);
  const names = Object.keys(query).filter((parameter) => !/^[A-Za-z0-9._$-]+$/.test(parameter));
  return [
    ...(fault === undefined ? [] : [`${name}: ${fault}`]),
    ...findHeaderFaults(scope, name, headers),
    ...names.map(
      (parameter) =>
        `${name}: query "${parameter}" has a name that API Gateway cannot map: use letters, digits and "._$-"`,
    ),
  ];
}
