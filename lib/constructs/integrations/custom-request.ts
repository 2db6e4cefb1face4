import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { RequestValue } from '../request-value';

/** What reaches a backend that does not get the request as it is. */
export interface CustomRequest {
  /**
   * Mapping templates (VTL) by content type, which make the body.
   *
   * @default - the body passes as it is
   */
  readonly templates?: { readonly [contentType: string]: string };

  /**
   * Headers.
   *
   * @default - the service's own
   */
  readonly headers?: { readonly [name: string]: RequestValue };

  /**
   * Parameters of the query string.
   *
   * @default - none
   */
  readonly query?: { readonly [name: string]: RequestValue };

  /**
   * Variables of the backend's path.
   *
   * @default - those of the route that have the same name
   */
  readonly path?: { readonly [name: string]: RequestValue };

  /**
   * What becomes of bodies for which there is no template.
   *
   * @default - they are refused when there are templates, and pass otherwise
   */
  readonly passthrough?: apigateway.PassthroughBehavior;

  /**
   * Whether bodies are turned to text or to binary.
   *
   * @default - neither
   */
  readonly contentHandling?: apigateway.ContentHandling;
}

type Places = Pick<CustomRequest, 'headers' | 'query' | 'path'>;

/** The parameters that an integration maps, in the words of the document. */
export function renderRequestParameters({ headers = {}, query = {}, path = {} }: Places): Record<string, string> {
  const entries = [
    ...Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, value._mapping]),
    ...Object.entries(query).map(([name, value]) => [`integration.request.querystring.${name}`, value._mapping]),
    ...Object.entries(path).map(([name, value]) => [`integration.request.path.${name}`, value._mapping]),
  ];
  return Object.fromEntries(entries);
}

/** Every value that an integration maps. */
export function mappedValues({ headers = {}, query = {}, path = {} }: Places): RequestValue[] {
  return [...Object.values(headers), ...Object.values(query), ...Object.values(path)];
}

/** The request side of an integration. */
export function renderRequest(request: CustomRequest): Record<string, unknown> {
  const { templates, contentHandling } = request;
  const { PassthroughBehavior } = apigateway;
  const passthrough =
    request.passthrough ?? (templates ? PassthroughBehavior.NEVER : PassthroughBehavior.WHEN_NO_MATCH);
  const parameters = renderRequestParameters(request);
  return {
    passthroughBehavior: passthrough.toLowerCase(),
    ...(Object.keys(parameters).length > 0 && { requestParameters: parameters }),
    ...(templates && { requestTemplates: templates }),
    ...(contentHandling && { contentHandling }),
  };
}
