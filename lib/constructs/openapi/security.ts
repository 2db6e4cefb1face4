import type { DocumentRoute } from './document-route';

const API_KEY = 'api_key';

/** The security of an operation: every one says its own, a public one that it is public. */
export function renderSecurity({ authorizer, apiKeyRequired }: DocumentRoute): object {
  const { schemeName, scopes = [] } = authorizer;
  // API Gateway asks for both items, although OpenAPI reads a list as alternatives.
  const security = [
    ...(schemeName === undefined ? [] : [{ [schemeName]: scopes }]),
    ...(apiKeyRequired ? [{ [API_KEY]: [] }] : []),
  ];
  if (security.length > 0) return { security };
  return { security, 'x-amazon-apigateway-auth': { type: 'NONE' } };
}

/** The security schemes that routes refer to. */
export function renderSecuritySchemes(routes: readonly DocumentRoute[]): Record<string, unknown> {
  const schemes = routes.flatMap(({ authorizer }) =>
    authorizer.schemeName === undefined ? [] : [[authorizer.schemeName, authorizer.scheme] as const],
  );
  const keys: Record<string, object> = routes.some(({ apiKeyRequired }) => apiKeyRequired)
    ? { [API_KEY]: { type: 'apiKey', name: 'x-api-key', in: 'header' } }
    : {};
  return { ...Object.fromEntries(schemes), ...keys };
}
