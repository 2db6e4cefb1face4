import type { AccessLog, RestMethodSettings, RestStageModel } from '../../model';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import {
  flag,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalRecord,
  optionalText,
  type Properties,
  records,
  text,
  textRecord,
} from '../read';
import { inventId } from '../invented';
import { requireKnown } from '../unknown';

const LOGGING_LEVELS = ['OFF', 'ERROR', 'INFO'] as const;

/** The firewall in front of a stage, if there is one. */
export type StageWebAcl = Pick<RestStageModel, 'webAclArn' | 'webAcl'>;

/** A stage of `AWS::ApiGateway::Stage`. @throws DefinitionFault */
export function readStage(stage: Resource, webAcl: StageWebAcl): RestStageModel {
  const { properties } = stage;
  const name = requireKnown('the name of the stage', optionalText(properties, 'StageName') ?? stage.ref);
  return {
    ...readSettings(properties),
    name: checkedName(name),
    deploymentId: optionalText(properties, 'DeploymentId') ?? inventId(`${stage.stack.key}${name}deployment`, 6),
    ...webAcl,
  };
}

/** The stage that a deployment with a `StageName` makes by itself. @throws DefinitionFault */
export function readDeploymentStage(deployment: Resource, webAcl: StageWebAcl): RestStageModel {
  const description = optionalRecord(deployment.properties, 'StageDescription') ?? {};
  return {
    ...readSettings(description),
    name: checkedName(requireKnown('the name of the stage', text(deployment.properties, 'StageName'))),
    deploymentId: deployment.ref,
    ...webAcl,
  };
}

function checkedName(name: string): string {
  if (/^[\w-]{1,128}$/.test(name)) return name;
  throw new DefinitionFault(`Stage name only allows a-zA-Z0-9_ and -, at most 128: "${name}"`);
}

function readSettings(properties: Properties): Omit<RestStageModel, 'name' | 'deploymentId' | keyof StageWebAcl> {
  const accessLog = readAccessLog(optionalRecord(properties, 'AccessLogSetting'));
  const canary = readCanary(optionalRecord(properties, 'CanarySetting'));
  const cached = flag(properties, 'CacheClusterEnabled');
  return {
    variables: textRecord(properties, 'Variables'),
    ...(accessLog !== undefined && { accessLog }),
    ...(cached && { cacheClusterSize: optionalText(properties, 'CacheClusterSize') ?? '0.5' }),
    ...(canary !== undefined && { canary }),
    tracingEnabled: flag(properties, 'TracingEnabled'),
    methodSettings: [
      ...readStageWide(properties),
      ...records(properties, 'MethodSettings').map((settings) => readMethodSettings(settings)),
    ],
  };
}

/** Settings that a `StageDescription` has for all methods, beside its list. */
function readStageWide(properties: Properties): RestMethodSettings[] {
  const settings = readMethodSettings({ ...properties, ResourcePath: '/*', HttpMethod: '*' });
  return Object.keys(settings).length > 2 ? [settings] : [];
}

function readMethodSettings(settings: Properties): RestMethodSettings {
  const throttlingRateLimit = optionalNumber(settings, 'ThrottlingRateLimit');
  const throttlingBurstLimit = optionalNumber(settings, 'ThrottlingBurstLimit');
  const cachingEnabled = optionalFlag(settings, 'CachingEnabled');
  const cacheTtlSeconds = optionalNumber(settings, 'CacheTtlInSeconds');
  const cacheDataEncrypted = optionalFlag(settings, 'CacheDataEncrypted');
  const loggingLevel = optionalChoice(settings, 'LoggingLevel', LOGGING_LEVELS);
  const dataTraceEnabled = optionalFlag(settings, 'DataTraceEnabled');
  const metricsEnabled = optionalFlag(settings, 'MetricsEnabled');
  return {
    resourcePath: unescapePath(optionalText(settings, 'ResourcePath') ?? '/*'),
    httpMethod: (optionalText(settings, 'HttpMethod') ?? '*').toUpperCase(),
    ...(throttlingRateLimit !== undefined && { throttlingRateLimit }),
    ...(throttlingBurstLimit !== undefined && { throttlingBurstLimit }),
    ...(cachingEnabled !== undefined && { cachingEnabled }),
    ...(cacheTtlSeconds !== undefined && { cacheTtlSeconds }),
    ...(cacheDataEncrypted !== undefined && { cacheDataEncrypted }),
    ...(loggingLevel !== undefined && { loggingLevel }),
    ...(dataTraceEnabled !== undefined && { dataTraceEnabled }),
    ...(metricsEnabled !== undefined && { metricsEnabled }),
  };
}

/** `/~1orders~1{id}` is `/orders/{id}`; `/*` is every path. */
function unescapePath(path: string): string {
  const plain = path.replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
  if (plain === '*') return '*';
  return plain.startsWith('/') ? plain : `/${plain}`;
}

function readAccessLog(setting: Properties | undefined): AccessLog | undefined {
  const destinationArn = setting === undefined ? undefined : optionalText(setting, 'DestinationArn');
  const format = setting === undefined ? undefined : optionalText(setting, 'Format');
  if (destinationArn === undefined || format === undefined) return undefined;
  if (!/\$context\.(?:requestId|extendedRequestId)\b/.test(format)) {
    throw new DefinitionFault('the access log format must contain $context.requestId or $context.extendedRequestId');
  }
  return { destinationArn, format };
}

/** A canary that a deployment says of its stage. @throws DefinitionFault */
export function readDeploymentCanary(deployment: Resource): RestStageModel['canary'] {
  return readCanary(optionalRecord(deployment.properties, 'DeploymentCanarySettings'));
}

function readCanary(setting: Properties | undefined): RestStageModel['canary'] {
  if (setting === undefined) return undefined;
  const percentTraffic = optionalNumber(setting, 'PercentTraffic') ?? 0;
  if (percentTraffic < 0 || percentTraffic > 100) {
    throw new DefinitionFault(`PercentTraffic of a canary must be between 0 and 100, got ${percentTraffic}`);
  }
  return {
    percentTraffic,
    variables: textRecord(setting, 'StageVariableOverrides'),
    useStageCache: flag(setting, 'UseStageCache'),
  };
}
