import { Duration, Token } from 'aws-cdk-lib/core';

/**
 * Which web pages of other origins may call the API.
 *
 * API Gateway answers every preflight and gives its own error answers the headers. A Lambda proxy function and an HTTP
 * proxy backend answer for themselves: bundled functions receive what they need in their environment (see
 * `corsHeaders`).
 */
export interface CorsOptions {
  /**
   * Origins that may call: `https://shop.example.com`, compared as a whole, or `*` alone for every origin.
   */
  readonly allowOrigins: string[];

  /**
   * Methods that a preflight allows.
   *
   * @default - the methods that the path has
   */
  readonly allowMethods?: string[];

  /**
   * Request headers that a preflight allows.
   *
   * @default - Authorization, Content-Type, X-Api-Key, X-Amz-Date, X-Amz-Security-Token, X-Amz-User-Agent
   */
  readonly allowHeaders?: string[];

  /**
   * Response headers that the page may read.
   *
   * @default - those that browsers always show
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether the page may send cookies and client certificates.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long browsers may keep the answer to a preflight, in whole seconds.
   *
   * @default - browsers decide, most keep it 5 seconds
   */
  readonly maxAge?: Duration;

  /**
   * The one origin whose pages may read API Gateway's own error answers to requests with credentials. It matters only
   * with several origins and `allowCredentials`: such an answer can name one fixed origin, or repeat that of the caller
   * whoever it is.
   *
   * @default - the only origin; with several, the caller's origin is repeated and credentials are not allowed in error
   * answers
   */
  readonly errorOrigin?: string;
}

const DEFAULT_HEADERS = [
  'Authorization',
  'Content-Type',
  'X-Api-Key',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
];
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Options with nothing left out. */
export interface CorsSettings {
  readonly origins: readonly string[];
  readonly methods?: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly maxAge?: number;
  readonly errorOrigin?: string;
}

export function resolveCors(options: CorsOptions): CorsSettings {
  return {
    origins: options.allowOrigins,
    methods: options.allowMethods,
    headers: options.allowHeaders ?? DEFAULT_HEADERS,
    exposed: options.exposeHeaders ?? [],
    credentials: options.allowCredentials ?? false,
    maxAge: options.maxAge?.toSeconds(),
    errorOrigin: options.errorOrigin,
  };
}

/** What is wrong with the options; nothing if they are good. */
export function findCorsFaults(options: CorsOptions): string[] {
  const { allowOrigins, allowCredentials = false } = options;
  const faults = allowOrigins.flatMap(findOriginFault);
  if (allowOrigins.length === 0) faults.push('cors.allowOrigins must name at least one origin, got []');
  if (allowOrigins.length > 1 && allowOrigins.includes('*')) {
    faults.push('cors.allowOrigins must hold "*" alone or a list of origins, got both');
  }
  if (allowCredentials) faults.push(...findWildcards(options));
  if (options.errorOrigin !== undefined && !allowOrigins.includes(options.errorOrigin)) {
    faults.push(`cors.errorOrigin must be one of cors.allowOrigins, got "${options.errorOrigin}"`);
  }
  return [...faults, ...findNameFaults(options)];
}

function findWildcards(options: CorsOptions): string[] {
  const lists = ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders'] as const;
  return lists
    .filter((name) => options[name]?.includes('*'))
    .map((name) => `cors.${name} must not be "*" with allowCredentials: browsers refuse it, list what is allowed`);
}

function findNameFaults(options: CorsOptions): string[] {
  const lower = (options.allowMethods ?? []).filter((method) => !Token.isUnresolved(method) && /[a-z]/.test(method));
  return [
    ...lower.map((method) => `cors.allowMethods has "${method}": browsers ask for methods in capitals`),
    ...findUnnamable(options),
  ];
}

function findUnnamable(options: CorsOptions): string[] {
  const lists = ['allowMethods', 'allowHeaders', 'exposeHeaders'] as const;
  return lists.flatMap((list) =>
    (options[list] ?? [])
      .filter((name) => !Token.isUnresolved(name) && !HEADER_NAME.test(name.replaceAll("'", ' ')))
      .map((name) => `cors.${list} has "${name}", which is no name of HTTP`),
  );
}

function findOriginFault(origin: string): string[] {
  if (origin === '*' || Token.isUnresolved(origin)) return [];
  const place = `cors.allowOrigins has "${origin}"`;
  if (origin === 'null') return [`${place}: sandboxed pages of every site send it, name real origins`];
  if (origin.includes('*')) return [`${place}: origins are compared as a whole, list each one`];
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s'"\\/?#]+$/.test(origin)) {
    return [`${place}, which is no origin: write scheme, host, and port if any, such as "https://shop.example.com"`];
  }
  return origin === normalizeOrigin(origin) ? [] : [`${place}: browsers send it as "${normalizeOrigin(origin)}"`];
}

/** An origin as browsers write it: lower case, without the scheme's own port. */
function normalizeOrigin(origin: string): string {
  const [scheme, host] = origin.toLowerCase().split('://') as [string, string];
  const port = { http: ':80', https: ':443' }[scheme];
  return `${scheme}://${port && host.endsWith(port) ? host.slice(0, -port.length) : host}`;
}
