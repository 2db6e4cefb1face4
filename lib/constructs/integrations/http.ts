import type { Duration } from 'aws-cdk-lib/core';
import { RequestValue } from '../request-value';
import { pathVariables, ROUTE_METHODS, splitPath } from '../route-key';
import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import { parseBackendUrl } from './backend-url';
import { type CustomRequest, mappedValues, renderRequest, renderRequestParameters } from './custom-request';
import { type CustomResponse, renderResponses } from './custom-response';
import type { PrivateLink } from './private-link';

/** What every HTTP backend has. */
export interface HttpBackendOptions {
  /**
   * Method of the backend.
   *
   * @default - that of the route
   */
  readonly method?: string;

  /**
   * How long API Gateway waits for the answer, 50 milliseconds at least.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * The way to a server that only a VPC reaches.
   *
   * @default - over the internet
   */
  readonly vpcLink?: PrivateLink;

  /**
   * Whether requests may go over the internet unencrypted.
   *
   * @default false
   */
  readonly allowPlainHttp?: boolean;

  /**
   * Whether the certificate of the backend is not looked at, as for one that it signed itself.
   *
   * @default false
   */
  readonly skipCertificateCheck?: boolean;
}

/** How an HTTP server is called that gets the request as it is. */
export interface HttpProxyOptions extends HttpBackendOptions {
  /**
   * Headers that are added, or take the place of the caller's.
   *
   * @default - the caller's headers
   */
  readonly headers?: { readonly [name: string]: RequestValue };

  /**
   * Parameters that are added to the caller's query string.
   *
   * @default - the caller's query string
   */
  readonly query?: { readonly [name: string]: RequestValue };

  /**
   * Variables of the URL.
   *
   * @default - those of the route that have the same name
   */
  readonly path?: { readonly [name: string]: RequestValue };

  /**
   * Whether the answer reaches the caller while the backend still writes it: beyond 10 MB, and for up to 15 minutes.
   *
   * @default false
   */
  readonly responseStreaming?: boolean;
}

/** How an HTTP server is called whose request and answer are transformed. */
export interface HttpCustomOptions extends HttpBackendOptions {
  /**
   * What the request to the backend is made of. Without it, the backend gets the body and none of the headers.
   *
   * @default - the body
   */
  readonly request?: CustomRequest;

  /**
   * Answers. A pattern is matched against the status code of the backend.
   *
   * @default - 200 with the body for every 2xx, 404 for 404, 400 for every other 4xx, 502 otherwise, these without the
   * backend's body
   */
  readonly responses?: CustomResponse[];
}

const fixed = (message: string) => ({ 'application/json': JSON.stringify({ message }) });

const DEFAULT_RESPONSES: CustomResponse[] = [
  { status: 200, pattern: '2\\d{2}' },
  { status: 404, pattern: '404', templates: fixed('Not found') },
  { status: 400, pattern: '40[0-35-9]|4[1-9]\\d', templates: fixed('Bad request') },
  { status: 502, templates: fixed('Bad gateway') },
];

export class HttpProxyBackend implements IBackend {
  constructor(
    private readonly url: string,
    private readonly options: HttpProxyOptions,
  ) {}

  public bind(route: BackendBindOptions): BackendConfig {
    const { responseStreaming = false, headers, query } = this.options;
    const { shared, path } = bindHttp(this.url, this.options, route, this.options.path);
    const request = { headers, query, path };
    const parameters = renderRequestParameters(request);
    return {
      integration: {
        type: 'http_proxy',
        ...shared,
        ...(Object.keys(parameters).length > 0 && { requestParameters: parameters }),
        ...(responseStreaming && { responseTransferMode: 'STREAM' }),
      },
      parameters: mappedValues(request),
    };
  }
}

export class HttpCustomBackend implements IBackend {
  constructor(
    private readonly url: string,
    private readonly options: HttpCustomOptions,
  ) {}

  public bind(route: BackendBindOptions): BackendConfig {
    const { shared, path } = bindHttp(this.url, this.options, route, this.options.request?.path);
    const request = { ...this.options.request, path };
    const responses = renderResponses(this.options.responses ?? DEFAULT_RESPONSES);
    return {
      integration: { type: 'http', ...shared, ...renderRequest(request), responses: responses.integration },
      responses: responses.declared,
      parameters: mappedValues(request),
    };
  }
}

/** What both kinds have, and the variables of the URL with the values that they get. */
function bindHttp(
  url: string,
  options: HttpBackendOptions,
  route: BackendBindOptions,
  given: Readonly<Record<string, RequestValue>> = {},
): { readonly shared: Record<string, unknown>; readonly path: Record<string, RequestValue> } {
  const { vpcLink, timeout, allowPlainHttp = false, skipCertificateCheck = false } = options;
  if (options.method !== undefined && !(ROUTE_METHODS as readonly string[]).includes(options.method)) {
    throw new Error(`method must be one of ${ROUTE_METHODS.join(', ')}, got "${options.method}"`);
  }
  const { uri, port, variables } = parseBackendUrl(url, { isPrivate: vpcLink !== undefined, allowPlainHttp });
  const ofRoute = pathVariables(splitPath(route.path));
  const path = Object.fromEntries(
    variables.map((name) => {
      const value = given[name] ?? (ofRoute.includes(name) ? RequestValue.path(name) : undefined);
      if (value) return [name, value];
      throw new Error(`url has the variable "{${name}}", which the route's path has not: give it by "path"`);
    }),
  );
  const stray = Object.keys(given).find((name) => !variables.includes(name));
  if (stray !== undefined) throw new Error(`path has "${stray}", which the url "${url}" has not`);
  const link = vpcLink?._bind(route.scope, port);
  return {
    shared: {
      httpMethod: options.method ?? route.method,
      uri,
      ...(link && { connectionType: 'VPC_LINK', ...link }),
      ...(timeout && { timeoutInMillis: timeout.toMilliseconds() }),
      ...(skipCertificateCheck && { tlsConfig: { insecureSkipVerification: true } }),
    },
    path,
  };
}
