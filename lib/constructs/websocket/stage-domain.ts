import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type DomainOptions, findDomainFaults } from '../domain/domain-options';
import type { Endpoint } from '../domain/endpoint';
import type { WebSocketApiStage } from './websocket-stage';

/** What is wrong with the domain of a stage of a WebSocket API; nothing if it is good. */
export function findStageDomainFaults(domain: DomainOptions | undefined, endpoint: Endpoint): string[] {
  if (!domain) return [];
  const { shared, mutualTls } = domain;
  const faults = findDomainFaults(domain, endpoint);
  if (mutualTls || shared?._asksForCertificates) {
    faults.push('domain asks for client certificates, which WebSocket APIs do not: leave "mutualTls" out');
  }
  if (shared && shared._endpointType !== apigateway.EndpointType.REGIONAL) {
    faults.push('domain is edge-optimized, and WebSocket APIs are regional: take a regional one');
  }
  return faults;
}

/** Stages that nothing leads to, because another one has closed the name that API Gateway gave the API. */
export function findUnreachableStages(stages: readonly WebSocketApiStage[]): string[] {
  const closing = stages.find(({ _isOnDomainOnly }) => _isOnDomainOnly);
  if (!closing) return [];
  return stages
    .filter((stage) => stage.url.includes('.execute-api.'))
    .map(
      ({ stageName }) =>
        `stage "${stageName}" is not reached: stage "${closing.stageName}" closes the API's own name by "keepExecuteApiEndpoint", so ` +
        'give this one a "domain" too',
    );
}
