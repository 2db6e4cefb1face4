import { GatewayError } from '../errors';
import type { AssemblyModel, AuthorizerStandIn, RestApiModel, WebSocketApiModel } from '../model';
import type { Report } from './report';

type Model = Omit<AssemblyModel, 'fidelity'>;

/**
 * Puts a verdict, or a function of the assembly, in place of authorizers whose own function is elsewhere.
 * @param wanted by name or id of the authorizer: `allow`, `deny`, or a function's name, logical id or path
 * @throws GatewayError for an authorizer or function that is not there
 */
export function standInForAuthorizers(model: Model, wanted: Readonly<Record<string, string>>, report: Report): Model {
  const standIns = new Map(
    Object.entries(wanted).map(([name, text]) => [name, readStandIn(model, name, text)] as const),
  );
  if (standIns.size === 0) return model;
  const used = new Set<string>();
  const find = ({ name, id }: { readonly name: string; readonly id: string }, path: string) => {
    const key = [name, id].find((each) => standIns.has(each));
    if (key === undefined) return undefined;
    used.add(key);
    report.add(path, 'differs', `the authorizer "${name}" does not decide: "${wanted[key]}" does`);
    return standIns.get(key);
  };
  const restApis = model.restApis.map((api) => inRestApi(api, find));
  const webSocketApis = model.webSocketApis.map((api) => inWebSocketApi(api, find));
  const unknown = Object.keys(wanted).find((name) => !used.has(name));
  if (unknown !== undefined) throw invalid(`there is no authorizer "${unknown}", there are: ${namesOf(model)}`);
  return { ...model, restApis, webSocketApis };
}

type Find = (authorizer: { readonly name: string; readonly id: string }, path: string) => AuthorizerStandIn | undefined;

function inRestApi(api: RestApiModel, find: Find): RestApiModel {
  const authorizers = Object.entries(api.authorizers).map(([id, authorizer]) => {
    const standIn = find(authorizer, api.origin.path);
    if (standIn !== undefined && authorizer.type === 'COGNITO_USER_POOLS') {
      throw invalid(`the authorizer "${authorizer.name}" is one of Cognito, which needs a token and no verdict`);
    }
    return [id, standIn === undefined ? authorizer : { ...authorizer, standIn }] as const;
  });
  return { ...api, authorizers: Object.fromEntries(authorizers) };
}

function inWebSocketApi(api: WebSocketApiModel, find: Find): WebSocketApiModel {
  const routes = Object.entries(api.routes).map(([key, route]) => {
    const standIn = route.authorizer && find(route.authorizer, api.origin.path);
    if (route.authorizer === undefined || standIn === undefined) return [key, route] as const;
    return [key, { ...route, authorizer: { ...route.authorizer, standIn } }] as const;
  });
  return { ...api, routes: Object.fromEntries(routes) };
}

function readStandIn({ functions }: Model, name: string, text: string): AuthorizerStandIn {
  if (text === 'allow' || text === 'deny') return { verdict: text };
  const found = [...functions.values()].filter(({ name: own, arn, origin }) =>
    [own, arn, origin.logicalId, origin.path, origin.path.replace(/\/(?:Resource|Default)$/, '')].includes(text),
  );
  if (found.length === 1) return { functionArn: found[0].arn };
  const names = [...functions.values()].map(({ origin }) => `"${origin.path}"`).join(', ');
  throw invalid(
    `the authorizer "${name}" takes allow, deny or a function of the assembly, got "${text}", the functions are: ${names || 'none'}`,
  );
}

function namesOf({ restApis, webSocketApis }: Model): string {
  const names = [
    ...restApis.flatMap((api) => Object.values(api.authorizers)),
    ...webSocketApis.flatMap((api) => Object.values(api.routes).flatMap(({ authorizer }) => authorizer ?? [])),
  ].map(({ name }) => `"${name}"`);
  return [...new Set(names)].join(', ') || 'none';
}

function invalid(message: string): GatewayError {
  return new GatewayError('OPTION_INVALID', message);
}
