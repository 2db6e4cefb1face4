import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BackendConfig } from '../integrations/backend-config';
import { renderIntegration, renderIntegrationResponses } from './render-integration';

/** The integrations of an API. Routes that pass their events to one function share one. */
export class IntegrationStore {
  private readonly shared = new Map<string, apigatewayv2.CfnIntegration>();

  constructor(
    private readonly scope: Construct,
    private readonly apiId: string,
    /** Is told of everything that a deployment must wait for. */
    private readonly deploy: (resource: CfnResource) => void,
  ) {}

  public obtain(routeKey: string, backend: BackendConfig): apigatewayv2.CfnIntegration {
    const id = nameIntegration(routeKey, backend);
    const known = this.shared.get(id);
    if (known) return known;
    const { integration } = backend;
    const props = renderIntegration(this.apiId, routeKey, integration);
    const responses = renderIntegrationResponses(integration);
    const made = new apigatewayv2.CfnIntegration(this.scope, id, props);
    this.deploy(made);
    for (const response of responses) {
      const child = new apigatewayv2.CfnIntegrationResponse(made, `Response ${response.integrationResponseKey}`, {
        apiId: this.apiId,
        integrationId: made.ref,
        ...response,
      });
      this.deploy(child);
    }
    this.shared.set(id, made);
    return made;
  }
}

/** Depends on what answers, never on the order of routes. */
function nameIntegration(routeKey: string, { handler, handlerByName, integration }: BackendConfig): string {
  if (!handler || integration.type !== 'aws_proxy') return `Integration ${routeKey}`;
  const { id, addr } = handler.node;
  const parts = [
    'Integration',
    id,
    addr.slice(-8),
    handlerByName ? 'by name' : undefined,
    integration.timeoutInMillis === undefined ? undefined : `${integration.timeoutInMillis}ms`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}
