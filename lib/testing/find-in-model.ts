import { type IConstruct } from 'constructs';
import { functionOfUri } from '../gateway/template';
import type { AssemblyModel, FunctionModel, RestApiModel, RoleModel, WebSocketApiModel } from '../gateway/model';

/** An API of either kind. */
export type ApiModel = RestApiModel | WebSocketApiModel;

/** The API that a test means: the only one below a construct, or the one that `wanted` names. */
export function findApi(model: AssemblyModel, scope: IConstruct, wanted: string | IConstruct | undefined): ApiModel {
  const apis = [...model.restApis, ...model.webSocketApis];
  const inside = apis.filter((api) => isBelow(api, scope));
  const found = wanted === undefined ? inside : apis.filter((api) => isMeant(api, wanted));
  const [api] = found;
  if (api !== undefined && found.length === 1) return api;
  const where = scope.node.path || 'the app';
  const names = inside.map(({ name, origin }) => `"${name}" (${origin.path})`).join(', ');
  if (inside.length === 0 && wanted === undefined) throw new Error(`"${where}" has no API`);
  const fault =
    wanted === undefined ? 'several APIs' : `${found.length === 0 ? 'no API' : 'several APIs'} "${nameOf(wanted)}"`;
  throw new Error(`"${where}" has ${fault}, name one by the option "api": ${names || 'there is none'}`);
}

/** The function that a test means: by construct, name, logical id, or a route that it answers. */
export function findTestedFunction(model: AssemblyModel, api: ApiModel, wanted: string | IConstruct): FunctionModel {
  const functions = [...model.functions.values()];
  const routed = typeof wanted === 'string' ? functionOfRoute(model, api, wanted) : undefined;
  const named = typeof wanted === 'string' ? wanted : functionBehind(wanted);
  const found = routed === undefined ? functions.filter((fn) => isMeant(fn, named)) : [routed];
  const [fn] = found;
  if (fn !== undefined && found.length === 1) return fn;
  const names = functions.map(({ name, origin }) => `"${name}" (${origin.path})`).join(', ');
  throw new Error(
    `${found.length === 0 ? 'there is no function' : 'there are several functions'} "${nameOf(wanted)}", the assembly has ${names || 'none'}`,
  );
}

/** The role that a test means: by construct, name or logical id. */
export function findRole(model: AssemblyModel, wanted: string | IConstruct): RoleModel {
  const roles = [...model.roles.values()];
  const found = roles.filter((role) => isMeant(role, wanted));
  const [role] = found;
  if (role !== undefined && found.length === 1) return role;
  const names = roles.map(({ origin }) => `"${origin.path}"`).join(', ');
  throw new Error(
    `${found.length === 0 ? 'there is no role' : 'there are several roles'} "${nameOf(wanted)}", the assembly has ${names || 'none'}`,
  );
}

interface Named {
  readonly name: string;
  readonly arn?: string;
  readonly id?: string;
  readonly origin: { readonly logicalId: string; readonly path: string };
}

function isMeant(candidate: Named, wanted: string | IConstruct): boolean {
  if (typeof wanted !== 'string') return isBelow(candidate, wanted);
  const { name, id, arn, origin } = candidate;
  const path = origin.path.replace(/\/(?:Resource|Default)$/, '');
  return [name, id, arn, origin.logicalId, origin.path, path, path.split('/').pop()].includes(wanted);
}

function isBelow({ origin }: Named, scope: IConstruct): boolean {
  const { path } = scope.node;
  return path === '' || origin.path === path || origin.path.startsWith(`${path}/`);
}

function nameOf(wanted: string | IConstruct): string {
  return typeof wanted === 'string' ? wanted : wanted.node.path;
}

/** Aliases, versions and routes stand for their function. */
function functionBehind(construct: IConstruct): IConstruct {
  const { lambda, handler } = construct as { lambda?: IConstruct; handler?: IConstruct };
  return lambda?.node ? lambda : handler?.node ? handler : construct;
}

function functionOfRoute(model: AssemblyModel, api: ApiModel, route: string): FunctionModel | undefined {
  const uri =
    api.kind === 'REST'
      ? api.methods.find(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}` === route)?.integration.uri
      : api.routes[route]?.integration?.uri;
  const target = uri === undefined ? undefined : functionOfUri(uri);
  return target && model.functions.get(target.arn);
}
