import type { RoutedCall } from '../call';
import { Refusal } from '../refusal';

/** Every required parameter must be there and not blank; header names count with their case. @throws Refusal */
export function validateParameters(call: RoutedCall): void {
  const { validator, requestParameters } = call.method;
  if (!validator?.parameters) return;
  const missing = Object.keys(requestParameters)
    .filter((key) => requestParameters[key] && isBlank(call, key))
    .sort()
    .map((key) => key.split('.').slice(3).join('.'));
  if (missing.length === 0) return;
  const message = `Missing required request parameters: [${missing.join(', ')}]`;
  throw new Refusal('BAD_REQUEST_PARAMETERS', { message, validationError: message, reason: message });
}

function isBlank(call: RoutedCall, key: string): boolean {
  const [, , source, ...rest] = key.split('.');
  const name = rest.join('.');
  return !valuesOf(call, source, name).some((value) => value.trim() !== '');
}

function valuesOf(call: RoutedCall, source: string, name: string): readonly string[] {
  if (source === 'header') return call.request.headers.filter(([n]) => n === name).map(([, value]) => value);
  if (source === 'querystring') return call.query.get(name) ?? [];
  return source === 'path' && Object.hasOwn(call.pathParameters, name) ? [call.pathParameters[name]] : [];
}
