import type { CorsSettings } from './cors-options';

const HEADER = '$context.responseOverride.header.Access-Control-';

/**
 * The part of a preflight that is the same on every path, as a response template. Overrides need no declaration, so the same
 * text serves every path, and the origin is compared as a whole with each that is allowed.
 */
export function renderPreflightTemplate(cors: CorsSettings): string {
  const [first] = cors.origins as [string];
  const several = cors.origins.length > 1;
  const credentials = cors.credentials ? setHeader('Allow-Credentials', "'true'") : '';
  const allow = several
    ? [
        // Browsers write the name in lower case over HTTP/2 and in title case over HTTP/1.1.
        `#set($h=$input.params().header)#set($o="$!h.get('Origin')$!h.get('origin')")`,
        `#if(${cors.origins.map((origin) => `$o=='${origin}'`).join('||')})${setHeader('Allow-Origin', '$o')}${credentials}#end`,
        `#set($context.responseOverride.header.Vary='Origin')`,
      ].join('')
    : `${setHeader('Allow-Origin', `'${first}'`)}${credentials}`;
  const maxAge = cors.maxAge === undefined ? '' : setHeader('Max-Age', `'${cors.maxAge}'`);
  return `${allow}${setHeader('Allow-Headers', `'${cors.headers.join(',')}'`)}${maxAge}`;
}

/** The OPTIONS operation of a path that has these methods. */
export function renderPreflight(cors: CorsSettings, methods: readonly string[], template: unknown): object {
  const allowed = cors.methods ?? [...new Set([...expandAny(methods), 'OPTIONS'])].sort();
  return {
    responses: {
      204: { description: 'preflight', headers: { 'Access-Control-Allow-Methods': { schema: { type: 'string' } } } },
    },
    security: [],
    'x-amazon-apigateway-auth': { type: 'NONE' },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":204}' },
      responses: {
        default: {
          statusCode: '204',
          responseParameters: { 'method.response.header.Access-Control-Allow-Methods': `'${allowed.join(',')}'` },
          responseTemplates: { 'application/json': template },
        },
      },
    },
  };
}

/**
 * CORS headers of API Gateway's own error answers. These are fixed or copied from the request, never computed: with several origins
 * the caller's is repeated, and then credentials are not allowed, because the caller may be anybody.
 */
export function renderErrorHeaders(cors: CorsSettings): Record<string, string> {
  const fixed = cors.errorOrigin ?? (cors.origins.length === 1 ? cors.origins[0] : undefined);
  const name = (header: string) => `gatewayresponse.header.Access-Control-${header}`;
  return {
    [name('Allow-Origin')]: fixed === undefined ? 'method.request.header.origin' : `'${fixed}'`,
    ...(fixed !== undefined && cors.credentials && { [name('Allow-Credentials')]: "'true'" }),
    ...(cors.exposed.length > 0 && { [name('Expose-Headers')]: `'${cors.exposed.join(',')}'` }),
    ...(cors.origins.length > 1 && { 'gatewayresponse.header.Vary': "'Origin'" }),
  };
}

function setHeader(name: string, value: string): string {
  return `#set(${HEADER}${name}=${value})`;
}

function expandAny(methods: readonly string[]): string[] {
  return methods.flatMap((method) => (method === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] : [method]));
}
