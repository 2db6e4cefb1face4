import { GATEWAY_RESPONSE_TYPES } from '../../openapi/gateway-response-types';
import type { RequestValue } from '../request-value';
import { renderErrorHeaders } from '../traffic/allowed-origin';
import type { CorsSettings } from '../traffic/cors-options';

/** An error answer that API Gateway gives by itself. */
export interface GatewayResponseOptions {
  /**
   * Status code.
   *
   * @default - that of the error
   */
  readonly status?: number;

  /**
   * Headers, besides those of CORS: fixed values, parameters of the request, or `$context`.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: RequestValue };

  /**
   * The JSON body, in which `$context` variables are replaced: `{"message":$context.error.messageString}`.
   *
   * @default - the message of the error
   */
  readonly template?: string;
}

/** Is answered before API Gateway knows which API is meant. */
const UNCHANGEABLE = 'REQUEST_TOO_LARGE';
const TYPES: readonly string[] = GATEWAY_RESPONSE_TYPES.filter((type) => type !== UNCHANGEABLE);

type Options = { readonly [type: string]: GatewayResponseOptions };

/** What is wrong with the options; nothing if they are good. */
export function findGatewayResponseFaults(options: Options): string[] {
  return Object.entries(options).flatMap(([type, { status, template }]) => {
    const place = `gatewayResponses.${type}`;
    if (type === UNCHANGEABLE) return [`${place} cannot be changed, API Gateway answers it before it knows the API`];
    if (!TYPES.includes(type)) return [`${place} is no type of API Gateway, known are ${TYPES.join(', ')}`];
    const faults: string[] = [];
    if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status <= 599)) {
      faults.push(`${place}.status must be from 400 to 599, got "${status}"`);
    }
    if (template === '') faults.push(`${place}.template must not be empty`);
    return faults;
  });
}

/**
 * API Gateway's own error answers. The two defaults stand for every type that has none of its own; the CORS headers are
 * on all of them, because browsers hide an answer without.
 */
export function renderGatewayResponses(options: Options, cors: CorsSettings | undefined): object | undefined {
  const shared = cors ? renderErrorHeaders(cors) : {};
  const defaults: Options = cors ? { DEFAULT_4XX: {}, DEFAULT_5XX: {} } : {};
  const entries = Object.entries({ ...defaults, ...options });
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([type, response]) => [type, renderResponse(response, shared)]));
}

function renderResponse(
  { status, headers = {}, template }: GatewayResponseOptions,
  shared: Record<string, string>,
): object {
  const own = Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value._mapping]);
  const responseParameters = { ...shared, ...Object.fromEntries(own) };
  return {
    ...(status !== undefined && { statusCode: String(status) }),
    ...(Object.keys(responseParameters).length > 0 && { responseParameters }),
    ...(template !== undefined && { responseTemplates: { 'application/json': template } }),
  };
}
