import type { RouteResponse } from '../../contract/route-response';
import type { BackendConfig, IBackend } from '../../integrations/backend-config';
import { RequestValue } from '../../request-value';
import type { RouteOptions } from '../../route';
import { SpecSchemas } from './schemas';
import type { Json, Spec, SpecOperation } from './spec';
import { readSecurity } from './spec-authorizer';

const INTEGRATION = 'x-amazon-apigateway-integration';

/** The routes of a document: what it says of each operation, with what answers it. */
export function readRoutes(
  spec: Spec,
  bound: { readonly [operation: string]: RouteOptions },
): { readonly [key: string]: RouteOptions } {
  const { operations } = spec;
  checkBindings(operations, bound);
  const schemas = new SpecSchemas(spec);
  return Object.fromEntries(
    operations.map((operation) => [operation.key, { ...readRoute(spec, schemas, operation), ...bound[operation.id] }]),
  );
}

function readRoute(spec: Spec, schemas: SpecSchemas, found: SpecOperation): RouteOptions {
  const { operation, parameters } = found;
  const body = operation.requestBody === undefined ? undefined : spec.resolve(operation.requestBody as Json);
  const schema = jsonSchemaOf(body);
  const required = parameters.filter((one) => one.required === true && (one.in === 'query' || one.in === 'header'));
  return {
    ...readSecurity(spec, found),
    ...(operation.operationId !== undefined && { operationName: operation.operationId as string }),
    ...(schema !== undefined && { requestBody: schemas.convert(schema) }),
    ...(required.length > 0 && {
      requiredParameters: required.map(({ in: place, name }) =>
        place === 'query' ? RequestValue.query(name as string) : RequestValue.header(name as string),
      ),
    }),
    responses: readResponses(spec, operation),
    ...(operation[INTEGRATION] !== undefined && { backend: new SpecBackend(operation) }),
  };
}

/**
 * Answers without their bodies: API Gateway does nothing with these, and the public document has them as they are.
 * Ranges and the default answer have no counterpart.
 */
function readResponses(spec: Spec, operation: Json): Record<string, RouteResponse> {
  const entries = Object.entries((operation.responses ?? {}) as Json).filter(([status]) => /^[1-5]\d\d$/.test(status));
  return Object.fromEntries(
    entries.map(([status, response]) => [status, { description: spec.resolve(response as Json).description }]),
  );
}

function jsonSchemaOf(body: Json | undefined): unknown {
  return body?.content?.['application/json']?.schema;
}

function checkBindings(operations: readonly SpecOperation[], bound: Readonly<Record<string, RouteOptions>>): void {
  const known = new Set(operations.map(({ id }) => id));
  const free = operations.filter(
    ({ id, operation }) => bound[id] === undefined && operation[INTEGRATION] === undefined,
  );
  const strangers = Object.keys(bound).filter((id) => !known.has(id));
  const faults = [
    ...free.map(
      ({ id, key }) => `operation "${id}" (${key}) is answered by nothing: give it an entry, a handler or a backend`,
    ),
    ...strangers.map((id) => `operation "${id}" is not in the document, which has "${[...known].join('", "')}"`),
  ];
  if (faults.length > 0) throw new SpecError(faults);
}

/** Everything that keeps a document from becoming an API. */
export class SpecError extends Error {
  constructor(public readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** An integration that the document brings along, with the answers that it maps. */
class SpecBackend implements IBackend {
  constructor(private readonly operation: Json) {}

  public bind(): BackendConfig {
    const codes = Object.values<Json>(this.operation[INTEGRATION].responses ?? {}).map(({ statusCode }) =>
      String(statusCode),
    );
    return {
      integration: this.operation[INTEGRATION],
      responses: Object.fromEntries(
        [...new Set(codes)].map((code) => [
          code,
          { description: code, ...pickHeaders(this.operation.responses?.[code]) },
        ]),
      ),
    };
  }
}

function pickHeaders(response: Json | undefined): object {
  return response?.headers === undefined ? {} : { headers: response.headers };
}
