import type { WebSocketAuthorizerModel, WebSocketIntegrationModel, WebSocketRouteModel } from '../../model';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import { flag, optionalText, type Properties, record, text, textRecord, texts } from '../read';
import { requireKnown } from '../unknown';

/** What routes refer to by id. */
export interface RouteParts {
  readonly integrations: ReadonlyMap<string, WebSocketIntegrationModel>;
  readonly authorizers: ReadonlyMap<string, WebSocketAuthorizerModel>;
  readonly schemas: Readonly<Record<string, unknown>>;
  /** Ids of routes with a route response. */
  readonly answered: ReadonlySet<string>;
}

/** A route of `AWS::ApiGatewayV2::Route`. @throws DefinitionFault */
export function readRoute(route: Resource, parts: RouteParts): WebSocketRouteModel {
  const { properties } = route;
  const routeKey = text(properties, 'RouteKey');
  const authorization = readAuthorization(properties, routeKey, parts);
  const integration = integrationOf(optionalText(properties, 'Target'), parts);
  const modelSelectionExpression = optionalText(properties, 'ModelSelectionExpression');
  const routeResponseSelectionExpression = optionalText(properties, 'RouteResponseSelectionExpression');
  return {
    routeKey,
    ...authorization,
    apiKeyRequired: flag(properties, 'ApiKeyRequired'),
    requestParameters: requiredParameters(properties),
    requestModels: requestModels(properties, parts),
    ...(modelSelectionExpression !== undefined && { modelSelectionExpression }),
    ...(routeResponseSelectionExpression !== undefined && { routeResponseSelectionExpression }),
    hasRouteResponse: parts.answered.has(route.ref),
    ...(integration !== undefined && { integration }),
  };
}

/** An authorizer of `AWS::ApiGatewayV2::Authorizer`. @throws DefinitionFault */
export function readWebSocketAuthorizer(authorizer: Resource): WebSocketAuthorizerModel {
  const { properties } = authorizer;
  const type = text(properties, 'AuthorizerType');
  if (type !== 'REQUEST')
    throw new DefinitionFault(`the AuthorizerType of a WebSocket API must be REQUEST, got "${type}"`);
  const name = optionalText(properties, 'Name') ?? authorizer.ref;
  const credentials = optionalText(properties, 'AuthorizerCredentialsArn');
  return {
    id: authorizer.ref,
    name,
    uri: requireKnown(`the authorizer "${name}"`, text(properties, 'AuthorizerUri')),
    ...(credentials !== undefined && { credentials }),
    identitySources: texts(properties, 'IdentitySource'),
  };
}

function readAuthorization(
  properties: Properties,
  routeKey: string,
  parts: RouteParts,
): Pick<WebSocketRouteModel, 'authorizationType' | 'authorizer'> {
  const type = optionalText(properties, 'AuthorizationType') ?? 'NONE';
  if (type === 'NONE') return { authorizationType: 'NONE' };
  if (routeKey !== '$connect') {
    throw new DefinitionFault(`Currently, authorization is restricted to the $connect route only: "${routeKey}"`);
  }
  if (type === 'AWS_IAM') return { authorizationType: 'AWS_IAM' };
  if (type !== 'CUSTOM') throw new DefinitionFault(`AuthorizationType must be NONE, AWS_IAM or CUSTOM, got "${type}"`);
  const id = optionalText(properties, 'AuthorizerId') ?? '';
  const authorizer = parts.authorizers.get(id);
  if (authorizer === undefined) throw new DefinitionFault(`Invalid authorizer ID specified: "${id}"`);
  return { authorizationType: 'CUSTOM', authorizer };
}

function integrationOf(target: string | undefined, parts: RouteParts): WebSocketIntegrationModel | undefined {
  if (target === undefined || target === '') return undefined;
  const id = target.replace(/^integrations\//, '');
  const integration = parts.integrations.get(id);
  if (integration === undefined) throw new DefinitionFault(`Invalid Integration identifier specified: "${target}"`);
  return integration;
}

function requiredParameters(properties: Properties): Record<string, boolean> {
  const written = record(properties, 'RequestParameters');
  return Object.fromEntries(
    Object.keys(written).map((name) => {
      const value = written[name];
      return [name, typeof value === 'object' ? flag(record(written, name), 'Required') : flag(written, name)];
    }),
  );
}

function requestModels(properties: Properties, parts: RouteParts): Readonly<Record<string, string>> {
  const models = textRecord(properties, 'RequestModels');
  for (const model of Object.values(models)) {
    if (!Object.hasOwn(parts.schemas, model))
      throw new DefinitionFault(`Invalid model identifier specified: "${model}"`);
  }
  return models;
}
