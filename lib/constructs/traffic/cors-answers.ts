import type { BackendConfig } from '../integrations/backend-config';
import { renderFixedOrigin } from './allowed-origin';
import type { CorsSettings } from './cors-options';

type Json = { readonly [key: string]: any };

/** Types of integration that answer for themselves: API Gateway adds nothing to what they say. */
const PROXIES = ['aws_proxy', 'http_proxy'];

/** An operation's responses and its integration, with CORS headers on every answer that API Gateway puts together. */
export function addCorsToAnswers(backend: BackendConfig, cors: CorsSettings, answerTemplate: unknown): BackendConfig {
  const { integration, responses = {} } = backend;
  if (PROXIES.includes(integration.type) || integration.responses === undefined) return backend;
  if (cors.origins.length > 1) {
    return { ...backend, integration: mapEntries(integration, (entry) => prependTemplates(entry, answerTemplate)) };
  }
  const headers = renderFixedOrigin(cors, cors.origins[0] as string);
  const declared = Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: 'string' } }]));
  return {
    ...backend,
    integration: mapEntries(integration, (entry) => ({
      ...entry,
      responseParameters: { ...renderParameters(headers), ...entry.responseParameters },
    })),
    responses: mapValues(responses, (response) => ({ ...response, headers: { ...declared, ...response.headers } })),
  };
}

/** Whether answers pass through untouched, so that nothing can be computed for them. */
export function passesThrough({ integration }: BackendConfig): boolean {
  if (PROXIES.includes(integration.type)) return false;
  return Object.values((integration.responses ?? {}) as Json).some((entry) => entry.responseTemplates === undefined);
}

function prependTemplates(entry: Json, template: unknown): Json {
  if (entry.responseTemplates === undefined) return entry;
  const prepend = (text: unknown) => (text === '' ? template : { 'Fn::Join': ['', [template, text]] });
  return { ...entry, responseTemplates: mapValues(entry.responseTemplates, prepend) };
}

function mapEntries(integration: Json, change: (entry: Json) => Json): Json {
  return { ...integration, responses: mapValues(integration.responses, change) };
}

function mapValues(object: Json, change: (value: any) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function renderParameters(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]));
}
