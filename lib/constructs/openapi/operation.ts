import { pathVariables } from '../route-key';
import { addCorsToAnswers } from '../traffic/cors-answers';
import type { DocumentRoute, DocumentSettings } from './document-route';

/** The operation object of a route. */
export function renderOperation(route: DocumentRoute, { cors, corsTemplates }: DocumentSettings): object {
  const { key, authorizer, operationName } = route;
  const backend = cors ? addCorsToAnswers(route.backend, cors, corsTemplates?.answer) : route.backend;
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
