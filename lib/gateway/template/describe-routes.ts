import type {
  AssemblyModel,
  Origin,
  RestApiModel,
  RestAuthorizerModel,
  RestIntegrationModel,
  RestMethodModel,
  RestStageModel,
  WebSocketApiModel,
  WebSocketIntegrationModel,
  WebSocketRouteModel,
} from '../model';
import { functionOfUri } from './arns';

/** One line of the table of routes. */
export interface RouteRow {
  readonly api: string;
  /** Verb, `ANY`, or `WS` for a route of a WebSocket API. */
  readonly method: string;
  /** Path, or route key. */
  readonly path: string;
  readonly backend: string;
  readonly auth: string;
  /** Empty where nothing is cached. */
  readonly cache: string;
  /** Empty where the account's limits alone hold. */
  readonly throttle: string;
}

/** Every route of an assembly, as plain rows. */
export function describeRoutes(model: AssemblyModel): RouteRow[] {
  const names = new Map([...model.functions.values()].map((fn) => [fn.arn, constructPath(fn.origin)]));
  return [
    ...model.restApis.flatMap((api) => [...api.methods].sort(byPath).map((method) => restRow(api, method, names))),
    ...model.webSocketApis.flatMap((api) => Object.values(api.routes).map((route) => webSocketRow(api, route, names))),
  ];
}

/** Where a resource stands in the app, as its author wrote it. */
export function constructPath({ path }: Origin): string {
  return path.replace(/\/(?:Resource|Default)$/, '');
}

function byPath(left: RestMethodModel, right: RestMethodModel): number {
  return compare(left.resourcePath, right.resourcePath) || compare(left.httpMethod, right.httpMethod);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function restRow(api: RestApiModel, method: RestMethodModel, names: ReadonlyMap<string, string>): RouteRow {
  const stage = api.stages[0];
  return {
    api: api.name,
    method: method.httpMethod,
    path: method.resourcePath,
    backend: describeBackend(method.integration, names),
    auth: describeAuth(api, method),
    cache: stage === undefined ? '' : describeCache(stage, method),
    throttle: stage === undefined ? '' : describeThrottle(settingsOf(stage, method)),
  };
}

function webSocketRow(
  api: WebSocketApiModel,
  route: WebSocketRouteModel,
  names: ReadonlyMap<string, string>,
): RouteRow {
  const stage = api.stages[0];
  const auth = route.authorizer === undefined ? AUTH[route.authorizationType] : `Lambda ${nameOf(route.authorizer)}`;
  const settings = stage === undefined ? {} : { ...stage.defaultRouteSettings, ...stage.routeSettings[route.routeKey] };
  return {
    api: api.name,
    method: 'WS',
    path: route.routeKey,
    backend: route.integration === undefined ? '' : describeBackend(route.integration, names),
    auth: route.apiKeyRequired ? `${auth} + API key` : auth,
    cache: '',
    throttle: describeThrottle(settings),
  };
}

const AUTH: Readonly<Record<string, string>> = {
  NONE: 'none',
  AWS_IAM: 'IAM',
  CUSTOM: 'Lambda',
  COGNITO_USER_POOLS: 'Cognito',
};

function describeAuth(api: RestApiModel, method: RestMethodModel): string {
  const authorizer = method.authorizerId === undefined ? undefined : api.authorizers[method.authorizerId];
  const scopes = method.authorizationScopes.length > 0 ? ` [${method.authorizationScopes.join(' ')}]` : '';
  const named = authorizer === undefined ? '' : ` ${nameOf(authorizer)}`;
  const auth = `${AUTH[method.authorizationType]}${named}${scopes}`;
  return method.apiKeyRequired ? `${auth} + API key` : auth;
}

function nameOf({ name, standIn }: Pick<RestAuthorizerModel, 'name' | 'standIn'>): string {
  return standIn === undefined ? name : `${name} (stand-in)`;
}

function describeBackend(
  integration: RestIntegrationModel | WebSocketIntegrationModel,
  names: ReadonlyMap<string, string>,
): string {
  const uri = integration.uri ?? '';
  if (integration.type === 'MOCK') return 'mock';
  if (integration.type === 'HTTP' || integration.type === 'HTTP_PROXY') {
    return `${integration.httpMethod ?? ''} ${uri}${'vpcLinkId' in integration && integration.vpcLinkId ? ' (VPC link)' : ''}`.trim();
  }
  const fn = functionOfUri(uri);
  const custom = integration.type === 'AWS' ? ' (custom)' : '';
  if (fn !== undefined) return `lambda ${names.get(fn.arn) ?? fn.arn.slice(fn.arn.lastIndexOf(':') + 1)}${custom}`;
  const [service, action = ''] = uri.split(':').slice(4);
  return `${service} ${action.replace(/^(?:action|path)\//, '')}`;
}

type Limits = { readonly throttlingRateLimit?: number; readonly throttlingBurstLimit?: number };

/** Settings of a method, the most specific last. */
function settingsOf(stage: RestStageModel, method: RestMethodModel): RestStageModel['methodSettings'][number] {
  const matching = stage.methodSettings
    .filter(
      ({ resourcePath, httpMethod }) =>
        (resourcePath === '*' || resourcePath === method.resourcePath) &&
        (httpMethod === '*' || httpMethod === method.httpMethod),
    )
    .sort((left, right) => specificity(left) - specificity(right));
  return Object.assign({ resourcePath: '*', httpMethod: '*' }, ...matching);
}

function specificity(settings: { readonly resourcePath: string; readonly httpMethod: string }): number {
  return (settings.resourcePath === '*' ? 0 : 2) + (settings.httpMethod === '*' ? 0 : 1);
}

function describeCache(stage: RestStageModel, method: RestMethodModel): string {
  if (stage.cacheClusterSize === undefined) return '';
  const own = settingsOf(stage, method);
  const isNamed = stage.methodSettings.some(
    (each) => each.resourcePath === method.resourcePath && each.httpMethod === method.httpMethod,
  );
  // Enabled for the whole stage means for GET alone.
  if (own.cachingEnabled !== true || (method.httpMethod !== 'GET' && !isNamed)) return '';
  return `${own.cacheTtlSeconds ?? 300} s`;
}

function describeThrottle({ throttlingRateLimit, throttlingBurstLimit }: Limits): string {
  if (throttlingRateLimit === undefined && throttlingBurstLimit === undefined) return '';
  return `${throttlingRateLimit ?? '-'}/s burst ${throttlingBurstLimit ?? '-'}`;
}
