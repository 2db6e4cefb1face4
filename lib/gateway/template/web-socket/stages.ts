import type { WebSocketRouteSettings, WebSocketStageModel } from '../../model';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import {
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalRecord,
  optionalText,
  type Properties,
  record,
  textRecord,
} from '../read';
import { inventId } from '../invented';
import { requireKnown } from '../unknown';

/** A stage of `AWS::ApiGatewayV2::Stage`. @throws DefinitionFault */
export function readWebSocketStage(stage: Resource): WebSocketStageModel {
  const { properties } = stage;
  const name = requireKnown('the name of the stage', optionalText(properties, 'StageName') ?? stage.ref);
  if (name === '$default') throw new DefinitionFault('a WebSocket API has no $default stage: name it otherwise');
  const accessLog = optionalRecord(properties, 'AccessLogSettings');
  const destinationArn = accessLog === undefined ? undefined : optionalText(accessLog, 'DestinationArn');
  const format = accessLog === undefined ? undefined : optionalText(accessLog, 'Format');
  const settings = record(properties, 'RouteSettings');
  return {
    name,
    // `AutoDeploy` makes deployments of its own.
    deploymentId: optionalText(properties, 'DeploymentId') ?? inventId(`${stage.stack.key}${name}deployment`, 6),
    variables: textRecord(properties, 'StageVariables'),
    ...(destinationArn !== undefined && format !== undefined && { accessLog: { destinationArn, format } }),
    defaultRouteSettings: readRouteSettings(record(properties, 'DefaultRouteSettings')),
    routeSettings: Object.fromEntries(
      Object.entries(settings).map(([route, each]) => [route, readRouteSettings(each as Properties)]),
    ),
  };
}

function readRouteSettings(settings: Properties): WebSocketRouteSettings {
  const throttlingRateLimit = optionalNumber(settings, 'ThrottlingRateLimit');
  const throttlingBurstLimit = optionalNumber(settings, 'ThrottlingBurstLimit');
  const loggingLevel = optionalChoice(settings, 'LoggingLevel', ['OFF', 'ERROR', 'INFO'] as const);
  const dataTraceEnabled = optionalFlag(settings, 'DataTraceEnabled');
  const detailedMetricsEnabled = optionalFlag(settings, 'DetailedMetricsEnabled');
  return {
    ...(throttlingRateLimit !== undefined && { throttlingRateLimit }),
    ...(throttlingBurstLimit !== undefined && { throttlingBurstLimit }),
    ...(loggingLevel !== undefined && { loggingLevel }),
    ...(dataTraceEnabled !== undefined && { dataTraceEnabled }),
    ...(detailedMetricsEnabled !== undefined && { detailedMetricsEnabled }),
  };
}
