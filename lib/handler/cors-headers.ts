/** The part of an API Gateway event that CORS needs. */
export interface CorsEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
}

/**
 * The CORS headers of a function's own answer. A Lambda proxy function answers for itself: API Gateway adds nothing to it. What
 * is allowed comes from the API's `cors`, through the environment that bundled functions receive (`CORS_ALLOW_ORIGINS`,
 * `CORS_ALLOW_CREDENTIALS`, `CORS_EXPOSE_HEADERS`); without it there are no headers.
 *
 * @example
 * return { statusCode: 200, headers: { ...corsHeaders(event) }, body: '{}' };
 */
export function corsHeaders(
  event: CorsEvent,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const allowed = environment.CORS_ALLOW_ORIGINS?.split(',') ?? [];
  if (allowed.length === 0) return {};
  const vary: Record<string, string> = allowed.length > 1 ? { Vary: 'Origin' } : {};
  const origin = allowed.length > 1 ? originOf(event) : allowed[0];
  if (origin === undefined || !allowed.includes(origin)) return vary;
  return {
    ...vary,
    'Access-Control-Allow-Origin': origin,
    ...(environment.CORS_ALLOW_CREDENTIALS && { 'Access-Control-Allow-Credentials': 'true' }),
    ...(environment.CORS_EXPOSE_HEADERS && { 'Access-Control-Expose-Headers': environment.CORS_EXPOSE_HEADERS }),
  };
}

/** Browsers write the name in lower case over HTTP/2 and in title case over HTTP/1.1. */
function originOf({ headers }: CorsEvent): string | undefined {
  const name = Object.keys(headers ?? {}).find((header) => header.toLowerCase() === 'origin');
  return name === undefined ? undefined : headers?.[name];
}
