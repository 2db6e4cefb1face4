import { renderOriginTemplate, setHeader } from './allowed-origin';
import type { CorsSettings } from './cors-options';

/**
 * The part of a preflight that is the same on every path, as a response template. Overrides need no declaration, so the
 * same text serves every path.
 */
export function renderPreflightTemplate(cors: CorsSettings): string {
  const maxAge = cors.maxAge === undefined ? '' : setHeader('Max-Age', `'${cors.maxAge}'`);
  return `${renderOriginTemplate(cors)}${setHeader('Allow-Headers', `'${cors.headers.join(',')}'`)}${maxAge}`;
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

function expandAny(methods: readonly string[]): string[] {
  return methods.flatMap((method) => (method === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] : [method]));
}
