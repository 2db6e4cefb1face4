import type { RoutedCall } from '../call';
import { Refusal } from '../refusal';

type RequestParameters = RoutedCall['method']['requestParameters'];

/** Every required parameter must be there and not blank; header names count with their case. @throws Refusal */
export function validateParameters(call: RoutedCall): void {
  const { validator, requestParameters } = call.method;
  if (!validator?.parameters) return;
  const missing = requiredOf(requestParameters).filter((parameter) => isBlank(call, parameter));
  if (missing.length === 0) return;
  const message = `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`;
  throw new Refusal('BAD_REQUEST_PARAMETERS', { message, validationError: message, reason: message });
}

interface Parameter {
  readonly source: string;
  readonly name: string;
}

const known = new WeakMap<RequestParameters, readonly Parameter[]>();

/** Of `method.request.SOURCE.NAME`, sorted: the same for each call of a method, so that they are read once. */
function requiredOf(parameters: RequestParameters): readonly Parameter[] {
  const found = known.get(parameters);
  if (found) return found;
  const required = Object.keys(parameters)
    .filter((key) => parameters[key])
    .sort()
    .map((key) => key.split('.'))
    .map(([, , source, ...rest]) => ({ source, name: rest.join('.') }));
  known.set(parameters, required);
  return required;
}

function isBlank(call: RoutedCall, parameter: Parameter): boolean {
  return !valuesOf(call, parameter).some((value) => value.trim() !== '');
}

function valuesOf(call: RoutedCall, { source, name }: Parameter): readonly string[] {
  if (source === 'header') return call.request.headers.filter(([n]) => n === name).map(([, value]) => value);
  if (source === 'querystring') return call.query.get(name) ?? [];
  return source === 'path' && Object.hasOwn(call.pathParameters, name) ? [call.pathParameters[name]] : [];
}
