import type { BackendConfig } from '../integrations/backend-config';
import { RequestValue } from '../request-value';
import { passesThrough } from './cors-answers';

type Json = Readonly<Record<string, any>>;

/** As browsers write it over HTTP/2, which they speak with API Gateway: mappings know one spelling. */
const ORIGIN = RequestValue.header('origin');
const AS_IT_IS = { 'application/json': '$input.body' };
const ANSWERED = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
  'Vary',
];

/**
 * Answers without a template can carry no computed header. Results of functions are text, so they get a template that
 * changes nothing. Any other backend gets the caller's origin, and what it says to that goes back: S3 knows the rules of
 * the bucket.
 */
export function answerOrigins(backend: BackendConfig): BackendConfig {
  return backend.handler ? addTemplates(backend) : passOn(backend);
}

function addTemplates({ integration, ...rest }: BackendConfig): BackendConfig {
  const responses = mapValues(integration.responses, (entry) => ({ responseTemplates: AS_IT_IS, ...entry }));
  return { ...rest, integration: { ...integration, responses } };
}

function passOn(backend: BackendConfig): BackendConfig {
  const { integration, responses = {}, parameters = [] } = backend;
  const entries = integration.responses as Record<string, Json>;
  const untouched = Object.values(entries).filter(({ responseTemplates }) => responseTemplates === undefined);
  const statuses = new Set(untouched.map(({ statusCode }) => String(statusCode)));
  const declared = Object.fromEntries(ANSWERED.map((name) => [name, { schema: { type: 'string' } }]));
  return {
    ...backend,
    integration: {
      ...integration,
      requestParameters: { 'integration.request.header.Origin': ORIGIN._mapping, ...integration.requestParameters },
      responses: mapValues(entries, (entry) =>
        entry.responseTemplates === undefined
          ? { ...entry, responseParameters: { ...MAPPINGS, ...entry.responseParameters } }
          : entry,
      ),
    },
    responses: mapValues(responses, (response, status) =>
      statuses.has(status) ? { ...response, headers: { ...declared, ...response.headers } } : response,
    ),
    parameters: [...parameters, ORIGIN],
  };
}

/** Whether a backend must say by itself which of several origins may read its answers. */
export function leavesCorsToBackend(backend: BackendConfig, hasSeveralOrigins: boolean): boolean {
  return hasSeveralOrigins && passesThrough(backend);
}

/** Keys of cached answers that name one of several origins: the first caller's would otherwise be named to all. */
export function withOrigin(keys: readonly RequestValue[]): RequestValue[] {
  const isKey = ({ _parameter }: RequestValue) =>
    _parameter?.in === 'header' && _parameter.name.toLowerCase() === 'origin';
  return keys.some(isKey) ? [...keys] : [...keys, ORIGIN];
}

const MAPPINGS = Object.fromEntries(
  ANSWERED.map((name) => [`method.response.header.${name}`, `integration.response.header.${name}`]),
);

function mapValues(object: Json, change: (value: any, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
