import type {
  WebSocketApiModel,
  WebSocketIntegrationModel,
  WebSocketIntegrationResponseModel,
  WebSocketRouteModel,
  WebSocketStageModel,
} from '../../model';
import type { Evaluation, Resource } from '../evaluation';
import { flag, optionalText, text } from '../read';
import type { Report } from '../report';
import { readModelSchema } from '../rest/schemas';
import { readIntegrationResponse, readWebSocketIntegration } from './integrations';
import { readRoute, readWebSocketAuthorizer, type RouteParts } from './routes';
import { readWebSocketStage } from './stages';

const V2 = 'AWS::ApiGatewayV2::';

/** WebSocket APIs of an assembly; HTTP APIs go to the report. */
export function readWebSocketApis(evaluation: Evaluation, report: Report): WebSocketApiModel[] {
  return evaluation.resources(`${V2}Api`).flatMap((api) => {
    const { path } = api.origin;
    return (
      report.faults.attempt(path, () => {
        if (optionalText(api.properties, 'ProtocolType') === 'WEBSOCKET') return readApi(api, evaluation, report);
        report.add(path, 'denies', 'HTTP APIs are not served: REST and WebSocket APIs are');
        return undefined;
      }) ?? []
    );
  });
}

function readApi(api: Resource, evaluation: Evaluation, report: Report): WebSocketApiModel {
  const { properties, origin } = api;
  const id = api.ref;
  const read = <T>(type: string, reader: (resource: Resource) => T): T[] =>
    eachOf(evaluation, report, type, id, reader);
  const schemas = Object.fromEntries(read('Model', readModel));
  const parts: RouteParts = {
    integrations: readIntegrations(read),
    authorizers: new Map(read('Authorizer', readWebSocketAuthorizer).map((each) => [each.id, each] as const)),
    schemas,
    answered: new Set(read('RouteResponse', ({ properties: response }) => text(response, 'RouteId'))),
  };
  const routes = read('Route', (route) => readRoute(route, parts));
  if (routes.length === 0 && report.faults.all.length === 0) {
    report.faults.add(origin.path, 'At least one route is required before deploying the Api');
  }
  const stages = read('Stage', (stage) => {
    const model = readWebSocketStage(stage);
    report.addUnknowns(stage.origin.path, 'a stage variable', model.variables);
    return model;
  });
  if (stages.length === 0) report.add(origin.path, 'denies', 'has no stage, so that it is not served');
  for (const { integration, routeKey } of routes)
    report.addUnknowns(origin.path, `the route "${routeKey}"`, integration);
  return {
    kind: 'WEBSOCKET',
    origin,
    id,
    name: optionalText(properties, 'Name') ?? origin.logicalId,
    routeSelectionExpression: text(properties, 'RouteSelectionExpression'),
    apiKeySelectionExpression: optionalText(properties, 'ApiKeySelectionExpression') ?? '$request.header.x-api-key',
    disableExecuteApiEndpoint: flag(properties, 'DisableExecuteApiEndpoint'),
    routes: Object.fromEntries(routes.map((route): [string, WebSocketRouteModel] => [route.routeKey, route])),
    schemas,
    stages: stages as WebSocketStageModel[],
  };
}

type ReadEach = <T>(type: string, reader: (resource: Resource) => T) => T[];

function eachOf<T>(
  evaluation: Evaluation,
  report: Report,
  type: string,
  apiId: string,
  reader: (resource: Resource) => T,
): T[] {
  const found: T[] = [];
  for (const resource of evaluation.resources(V2 + type)) {
    report.faults.attempt(resource.origin.path, () => {
      if (optionalText(resource.properties, 'ApiId') === apiId) found.push(reader(resource));
    });
  }
  return found;
}

function readIntegrations(read: ReadEach): ReadonlyMap<string, WebSocketIntegrationModel> {
  const responses = new Map<string, WebSocketIntegrationResponseModel[]>();
  read('IntegrationResponse', ({ properties }) => {
    const id = text(properties, 'IntegrationId');
    responses.set(id, [...(responses.get(id) ?? []), readIntegrationResponse(properties)]);
  });
  const integrations = read('Integration', (each) => readWebSocketIntegration(each, responses.get(each.ref) ?? []));
  return new Map(integrations.map((each) => [each.id, each]));
}

function readModel(model: Resource): [string, unknown] {
  const name = text(model.properties, 'Name');
  return [name, readModelSchema(name, model.properties.Schema)];
}
