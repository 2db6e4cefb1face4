import type { CorsSettings } from './cors-options';

/**
 * The headers that name the caller's origin if it is allowed, as the beginning of a response template. An origin is
 * compared as a whole with each that is allowed.
 */
export function renderOriginTemplate(cors: CorsSettings): string {
  const credentials = cors.credentials ? setHeader('Allow-Credentials', "'true'") : '';
  const exposed = cors.exposed.length === 0 ? '' : setHeader('Expose-Headers', `'${cors.exposed.join(',')}'`);
  if (cors.origins.length === 1) return `${setHeader('Allow-Origin', `'${cors.origins[0]}'`)}${credentials}${exposed}`;
  return [
    // Browsers write the name in lower case over HTTP/2 and in title case over HTTP/1.1.
    `#set($h=$input.params().header)#set($o="$!h.get('Origin')$!h.get('origin')")`,
    `#if(${cors.origins.map((origin) => `$o=='${origin}'`).join('||')})`,
    `${setHeader('Allow-Origin', '$o')}${credentials}${exposed}#end`,
    `#set($context.responseOverride.header.Vary='Origin')`,
  ].join('');
}

/** The same headers where they are fixed: with one origin, or `*`. */
export function renderFixedOrigin(cors: CorsSettings, origin: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': `'${origin}'`,
    ...(cors.credentials && { 'Access-Control-Allow-Credentials': "'true'" }),
    ...(cors.exposed.length > 0 && { 'Access-Control-Expose-Headers': `'${cors.exposed.join(',')}'` }),
  };
}

/**
 * CORS headers of API Gateway's own error answers. These are fixed or copied from the request, never computed: with
 * several origins the caller's is repeated, and then credentials are not allowed, because the caller may be anybody.
 */
export function renderErrorHeaders(cors: CorsSettings): Record<string, string> {
  const fixed = cors.errorOrigin ?? (cors.origins.length === 1 ? cors.origins[0] : undefined);
  const headers =
    fixed === undefined
      ? {
          ...renderFixedOrigin({ ...cors, credentials: false }, ''),
          'Access-Control-Allow-Origin': 'method.request.header.origin',
        }
      : renderFixedOrigin(cors, fixed);
  const all = { ...headers, ...(cors.origins.length > 1 && { Vary: "'Origin'" }) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`gatewayresponse.header.${name}`, value]));
}

export function setHeader(name: string, value: string): string {
  return `#set($context.responseOverride.header.Access-Control-${name}=${value})`;
}
