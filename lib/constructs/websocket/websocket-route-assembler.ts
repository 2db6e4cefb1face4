import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { FunctionPermissions } from '../integrations/function-permissions';
import { Validations } from 'aws-cdk-lib/core';
import { annotateVersion } from '../synth-checks';
import type { IntegrationStore } from './integration-store';
import type { MessageModels } from './message-models';
import type { PlannedRoute } from './plan-routes';
import type { PublishedWebSocketApiBase } from './published-websocket-api';
import { SELECT_DEFAULT } from './render-integration';
import { CONNECT } from './route-key';
import type { RouteTraffic } from './route-traffic';
import type { WebSocketDeployment } from './websocket-deployment';
import { WebSocketRoute } from './websocket-route';

/** What routes are put together from. */
interface AssemblerParts {
  readonly api: PublishedWebSocketApiBase & { _measure(routeKey: string): void };
  readonly deployment: WebSocketDeployment;
  readonly integrations: IntegrationStore;
  readonly models: MessageModels;
  readonly permissions: FunctionPermissions;
  readonly traffic: RouteTraffic;
}

/** What is said of a route. */
export interface RouteSettings {
  readonly reply?: boolean;
  /** Schemas of messages; what the expression finds chooses one, or else `$default`. */
  readonly bodies?: { readonly [key: string]: unknown };
  readonly modelSelectionExpression?: string;
  readonly throttle?: apigateway.ThrottleSettings;
  /** Only for handshakes. */
  readonly access?: Pick<apigatewayv2.CfnRouteProps, 'authorizationType' | 'authorizerId' | 'apiKeyRequired'>;
}

/** Puts routes together, and tells the deployment of all that they are made of. */
export class WebSocketRouteAssembler {
  private readonly routes = new Map<string, WebSocketRoute>();

  constructor(private readonly parts: AssemblerParts) {}

  public get keys(): string[] {
    return [...this.routes.keys()];
  }

  public find(routeKey: string): WebSocketRoute | undefined {
    return this.routes.get(routeKey);
  }

  /** @throws Error that says what is wrong, without the route's key */
  public attach({ routeKey, settings, faults, makeBackend }: PlannedRoute): WebSocketRoute {
    if (faults.length > 0) throw new Error(faults.join('; '));
    if (this.routes.has(routeKey)) throw new Error('there is a route with this key already');
    const { api, deployment, integrations, models, permissions, traffic } = this.parts;
    const { apiId } = api;
    const { bodies = {}, modelSelectionExpression = SELECT_DEFAULT } = settings;
    const chosen = Object.entries(bodies).map(([key, body]) => [key, models.obtain(routeKey, key, body)] as const);
    const backend = makeBackend().bind({ scope: api, method: 'POST', path: `/${routeKey}` });
    const integration = integrations.obtain(routeKey, backend);
    if (backend.handler) {
      permissions.allow(backend.handler, backend.handlerByName ?? false);
      annotateVersion(api, routeKey, backend.handler);
    }
    if (settings.throttle) traffic.change(routeKey, { throttle: settings.throttle });
    const route = new apigatewayv2.CfnRoute(api, `Route ${routeKey}`, {
      apiId,
      routeKey,
      target: `integrations/${integration.ref}`,
      ...settings.access,
      ...(settings.reply && { routeResponseSelectionExpression: '$default' }),
      ...(chosen.length > 0 && {
        modelSelectionExpression,
        requestModels: Object.fromEntries(chosen.map(([key, { name }]) => [key, name])),
      }),
    });
    if (routeKey !== CONNECT) acknowledgeNoAuthorization(route);
    for (const [, model] of chosen) route.addResourceDependency(model);
    deployment.add(route);
    if (settings.reply) {
      const routeResponseKey = '$default';
      deployment.add(
        new apigatewayv2.CfnRouteResponse(route, 'Response', { apiId, routeId: route.ref, routeResponseKey }),
      );
    }
    const attached = WebSocketRoute._of(api, { route, integration, backend });
    this.routes.set(routeKey, attached);
    return attached;
  }
}

/** cdk-nag asks every route for an authorizer, and API Gateway takes one for handshakes alone. */
function acknowledgeNoAuthorization(route: apigatewayv2.CfnRoute): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'a WebSocket API authorizes connections, by its route $connect; messages have no authorizer',
  });
}
