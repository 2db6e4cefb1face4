import type { DeclaredParameter, RequestValue } from '../request-value';
import { pathVariables, type RouteKey } from '../route-key';
import type { RouteSettings } from '../route';
import { FaultList } from '../fault-list';
import { type ModelStore, nameOfSchema } from './model-store';

/** A parameter of an operation, and whether a request must have it. */
export interface OperationParameter extends DeclaredParameter {
  readonly required: boolean;
}

/** What a route asks of its requests and says of its answers. */
export interface RouteContract {
  readonly parameters: readonly OperationParameter[];
  readonly requestModel?: string;
  /** Models of answers by status code. */
  readonly responses: { readonly [statusCode: string]: { readonly description: string; readonly model?: string } };
  readonly checksBody: boolean;
  readonly checksParameters: boolean;
}

/** Puts together what the route itself says with what its backend and its cache refer to. */
export function resolveContract(
  key: RouteKey,
  settings: RouteSettings,
  referred: readonly RequestValue[],
  models: ModelStore,
): RouteContract {
  const { requiredParameters = [], requestBody, responses = {} } = settings;
  const { method, segments } = key;
  const faults = new FaultList();
  const obtainModel = (role: string, schema: unknown) =>
    schema === undefined ? undefined : faults.try(() => models.add(nameOfSchema(method, segments, role), schema));
  const parameters = faults.try(() => mergeParameters(key, requiredParameters, referred)) ?? [];
  const requestModel = obtainModel('Request', requestBody);
  const described = Object.entries(responses).map(([status, { description = status, body }]) => {
    if (!/^[1-5]\d\d$/.test(status)) faults.note(`responses has the key "${status}", which is no status code`);
    const model = obtainModel(`Response${status}`, body);
    return [status, { description, ...(model !== undefined && { model }) }] as const;
  });
  faults.throwIfAny();
  return {
    parameters,
    ...(requestModel !== undefined && { requestModel }),
    responses: Object.fromEntries(described),
    checksBody: requestBody !== undefined,
    checksParameters: requiredParameters.length > 0,
  };
}

function mergeParameters(
  key: RouteKey,
  required: readonly RequestValue[],
  referred: readonly RequestValue[],
): OperationParameter[] {
  const variables = pathVariables(key.segments);
  const merged = new Map<string, OperationParameter>();
  for (const name of variables) merged.set(name, { in: 'path', name, required: true });
  for (const value of required) add(merged, declared(value, 'requiredParameters'), true);
  for (const value of referred) if (value._parameter) add(merged, value._parameter, false);
  const stray = [...merged.values()].find(({ in: place, name }) => place === 'path' && !variables.includes(name));
  if (stray) throw new Error(`the path has no variable "{${stray.name}}"`);
  return [...merged.values()];
}

/** API Gateway has one namespace for the parameters of a method, wherever they stand. */
function add(merged: Map<string, OperationParameter>, parameter: DeclaredParameter, required: boolean): void {
  const known = merged.get(parameter.name);
  if (known && known.in !== parameter.in) {
    throw new Error(
      `parameter "${parameter.name}" is both in ${known.in} and in ${parameter.in}: API Gateway takes a name once for each method`,
    );
  }
  merged.set(parameter.name, { ...parameter, required: required || (known?.required ?? false) });
}

function declared(value: RequestValue, prop: string): DeclaredParameter {
  if (value._parameter) return value._parameter;
  throw new Error(`${prop} takes values of path, query and header, got ${value._name}`);
}
