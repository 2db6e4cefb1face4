import { renderPreflight } from '../traffic/preflight';
import type { DocumentRoute, DocumentSettings } from './document-route';
import { renderOperation } from './operation';

/** A template cannot read a binary body, and a body that is not there counts as one. */
const AS_TEXT = { contentHandling: 'CONVERT_TO_TEXT' };

/** Paths with their operations, and with a preflight beside them when the API answers other origins. */
export function renderPathItems(
  routes: readonly DocumentRoute[],
  settings: DocumentSettings,
): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const item = (paths[route.key.path] ??= {});
    item[operationKey(route.key.method)] = renderOperation(route, settings);
  }
  if (settings.cors) addPreflights(paths, routes, settings);
  if (settings.takesAllForBinary) for (const item of Object.values(paths)) convertMocks(item);
  return paths;
}

/**
 * A route of the user's own for OPTIONS stays; beside a protected ANY there must be one, or it would ask preflights for
 * credentials.
 */
function addPreflights(
  paths: Record<string, Record<string, object>>,
  routes: readonly DocumentRoute[],
  { cors, corsTemplates }: DocumentSettings,
): void {
  const methods = new Map<string, string[]>();
  for (const { key } of routes) methods.set(key.path, [...(methods.get(key.path) ?? []), key.method]);
  for (const [path, item] of Object.entries(paths)) {
    if (cors) item.options ??= renderPreflight(cors, methods.get(path) ?? [], corsTemplates?.preflight);
  }
}

function convertMocks(item: Record<string, any>): void {
  for (const [key, operation] of Object.entries(item)) {
    const integration = operation['x-amazon-apigateway-integration'];
    if (integration.type !== 'mock') continue;
    item[key] = { ...operation, 'x-amazon-apigateway-integration': { ...integration, ...AS_TEXT } };
  }
}

function operationKey(method: string): string {
  return method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
}
