import type { OperationParameter } from '../contract/route-contract';
import { addCorsToAnswers } from '../traffic/cors-answers';
import type { DocumentRoute, DocumentSettings } from './document-route';
import { renderSecurity } from './security';
import { validatorOf } from './validators';

/** The operation object of a route. */
export function renderOperation(route: DocumentRoute, { cors, corsTemplates }: DocumentSettings): object {
  const { contract, operationName, cacheKeys = [] } = route;
  const backend = cors ? addCorsToAnswers(route.backend, cors, corsTemplates?.answer) : route.backend;
  const validator = validatorOf(contract);
  return {
    ...(operationName !== undefined && { operationId: operationName }),
    ...(contract.parameters.length > 0 && { parameters: contract.parameters.map(renderParameter) }),
    ...(contract.requestModel !== undefined && {
      requestBody: { required: true, content: renderContent(contract.requestModel) },
    }),
    responses: renderResponses(route, backend.responses),
    ...renderSecurity(route),
    ...(validator !== undefined && { 'x-amazon-apigateway-request-validator': validator }),
    'x-amazon-apigateway-integration':
      cacheKeys.length === 0 ? backend.integration : { ...backend.integration, cacheKeyParameters: cacheKeys },
  };
}

/** What the integration maps to must be declared; what the user says of an answer is added to it. */
function renderResponses({ contract }: DocumentRoute, made: Record<string, any> | undefined): object {
  const said = Object.entries(contract.responses).map(([status, { description, model }]) => [
    status,
    { ...made?.[status], description, ...(model !== undefined && { content: renderContent(model) }) },
  ]);
  const responses = { ...made, ...Object.fromEntries(said) };
  return Object.keys(responses).length === 0 ? { 200: { description: 'ok' } } : responses;
}

function renderParameter({ name, in: place, required }: OperationParameter): object {
  return { name, in: place, ...(required && { required }), schema: { type: 'string' } };
}

function renderContent(model: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } };
}
