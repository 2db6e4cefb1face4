import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Token } from 'aws-cdk-lib/core';
import type { StageOptions } from '../stage-options';
import type { Upstream } from './upstream';
import { findUrlFaults } from './upstream-url';

/** The stage variable that says where requests for the main upstream go. */
export const UPSTREAM_VARIABLE = 'upstream';

/** Another server that a part of the requests for the main upstream goes to, for trying it. */
export interface CanaryUpstreamOptions {
  /** Address of the other server, with the same scheme as that of `upstream`, which says how it is called. */
  readonly url: string;

  /** Requests of every hundred that go there, from 0 to 100. */
  readonly percent: number;
}

/** An address in the parts that a stage variable can and cannot hold. */
export function splitScheme(base: string): { readonly scheme: string; readonly rest: string } {
  const [, scheme = '', rest = ''] = /^(https?):\/\/(.*)$/.exec(base.replace(/\/+$/, '')) ?? [];
  return { scheme, rest };
}

/** What is wrong with the canary of an upstream. */
export function findCanaryUpstreamFaults({
  upstream,
  canary,
  stage,
}: {
  readonly upstream?: Upstream;
  readonly canary?: CanaryUpstreamOptions;
  readonly stage?: StageOptions;
}): string[] {
  if (!canary) return [];
  if (!upstream) return ['canary shares the requests of upstream, which is missing: give it'];
  const { base, vpcLink, allowPlainHttp = false } = upstream._target;
  const faults = findUrlFaults(canary.url, { isPrivate: false, allowPlainHttp }).map((fault) => `canary: ${fault}`);
  if (vpcLink)
    faults.push('canary is for an upstream by a public address: let the load balancer share its requests by weights');
  if (stage?.canary) faults.push('canary and stage.canary are both given: a stage has one canary, keep one of them');
  if (stage?.variables?.[UPSTREAM_VARIABLE] !== undefined) {
    faults.push(
      `stage.variables has "${UPSTREAM_VARIABLE}", in which canary keeps the address of the upstream: rename it`,
    );
  }
  if (!(canary.percent >= 0 && canary.percent <= 100)) {
    faults.push(`canary.percent must be from 0 to 100, got "${canary.percent}"`);
  }
  const [scheme, other] = [splitScheme(base).scheme, splitScheme(canary.url).scheme];
  if (other !== '' && scheme !== other)
    faults.push(`canary.url must start with "${scheme}://" as the upstream does, got "${canary.url}"`);
  for (const url of [base, canary.url]) {
    const { rest } = splitScheme(url);
    if (!Token.isUnresolved(rest) && !/^[A-Za-z0-9._~:/-]{0,512}$/.test(rest)) {
      faults.push(`canary keeps addresses in stage variables, which cannot hold "${rest}"`);
    }
  }
  return faults;
}

/** Gives the canary its share of the stage: it has the same deployment, and another address. */
export function shareUpstream(
  stage: apigateway.CfnStage,
  {
    base,
    canary,
    deploymentId,
  }: { readonly base: string; readonly canary: CanaryUpstreamOptions; readonly deploymentId: string },
): void {
  stage.canarySetting = {
    deploymentId,
    percentTraffic: canary.percent,
    stageVariableOverrides: { [UPSTREAM_VARIABLE]: splitScheme(canary.url).rest },
    useStageCache: false,
  };
  setStageVariable(stage, UPSTREAM_VARIABLE, splitScheme(base).rest);
}

export function setStageVariable(stage: apigateway.CfnStage, name: string, value: string): void {
  stage.variables = { ...(stage.variables as Record<string, string> | undefined), [name]: value };
}
