import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { ApiDomain } from './api-domain';
import type { DomainOptions } from './domain-options';
import type { Endpoint } from './endpoint';

/** Where an API stands under a name of its own. */
export interface DomainPlace {
  readonly domain: ApiDomain;

  /** Segments without slashes around them; empty for the whole domain. */
  readonly basePath: string;
}

/** The domain of an API, made in its scope unless it is shared, and the API's place on it. */
export function takeDomain(
  scope: Construct,
  options: DomainOptions,
  api: { readonly endpoint: Endpoint; readonly protocol: 'REST' | 'WEBSOCKET' },
): DomainPlace {
  const { domainName = '', shared, basePath = '', keepExecuteApiEndpoint, ...own } = options;
  const { endpointType, ipAddressType } = api.endpoint.config;
  const domain = shared ?? new ApiDomain(scope, 'Domain', { ...own, domainName, endpointType, ipAddressType });
  if (domain._asksForCertificates && keepExecuteApiEndpoint) {
    throw new ConstructError(
      scope,
      'domain has "keepExecuteApiEndpoint", but callers could go past the client certificates',
    );
  }
  domain._claim(basePath, scope, api.protocol);
  return { domain, basePath };
}

/** The URL of a path under a place, which starts with a slash. */
export function urlBelow({ domain, basePath }: DomainPlace, path: string, scheme = 'https'): string {
  return `${scheme}://${domain.domainName}${basePath && `/${basePath}`}${path}`;
}

/**
 * Maps a place to a stage of a REST API. Neither id hangs on names, so that the API may be renamed, and the two kinds never take
 * each other's place, which CloudFormation would refuse.
 */
export function mapRestApi(scope: Construct, { domain, basePath }: DomainPlace, stage: apigateway.Stage): void {
  if (basePath.includes('/')) {
    mapStage(scope, { domain, basePath }, { apiId: stage.restApi.restApiId, stage: stage.stageName });
    return;
  }
  new apigateway.CfnBasePathMapping(scope, 'BasePathMapping', {
    domainName: domain.domain.domainName,
    restApiId: stage.restApi.restApiId,
    stage: stage.stageName,
    basePath: basePath || undefined,
  });
}

/** Maps a place to a stage of either kind of API. The stage's name must refer to the stage, so that it stands first. */
export function mapStage(
  scope: Construct,
  { domain, basePath }: DomainPlace,
  { apiId, stage }: { readonly apiId: string; readonly stage: string },
): apigatewayv2.CfnApiMapping {
  return new apigatewayv2.CfnApiMapping(scope, 'ApiMapping', {
    apiId,
    stage,
    domainName: domain.domain.domainName,
    apiMappingKey: basePath || undefined,
  });
}
