import { pathVariables } from '../route-key';
import type { DocumentRoute } from './document-route';

/** The operation object of a route. */
export function renderOperation(route: DocumentRoute): object {
  const { key, backend, authorizer, operationName } = route;
  const variables = pathVariables(key.segments);
  return {
    ...(operationName !== undefined && { operationId: operationName }),
    ...(variables.length > 0 && { parameters: variables.map(renderPathParameter) }),
    responses: backend.responses ?? { 200: { description: 'ok' } },
    ...renderSecurity(authorizer),
    'x-amazon-apigateway-integration': backend.integration,
  };
}

function renderSecurity(authorizer: DocumentRoute['authorizer']): object {
  const { schemeName, scopes = [] } = authorizer;
  if (schemeName === undefined) return { security: [], 'x-amazon-apigateway-auth': { type: 'NONE' } };
  return { security: [{ [schemeName]: scopes }] };
}

function renderPathParameter(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}
