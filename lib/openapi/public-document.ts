type Json = Record<string, any>;

const ANY_METHOD = 'x-amazon-apigateway-any-method';
const ANY_STANDS_FOR = ['get', 'put', 'post', 'delete', 'patch'];

/** The document that clients read: without API Gateway's extensions, and without preflights. */
export function renderPublicDocument(document: Json): Json {
  const paths = Object.entries(document.paths as Json).map(
    ([path, item]) => [path, renderPathItem(item as Json)] as const,
  );
  return withoutExtensions({
    ...document,
    paths: Object.fromEntries(paths.map(([path, item]) => [publicPath(path), item])),
  });
}

/** OpenAPI has no operation for any method and no greedy variable: each method stands for itself. */
function renderPathItem(item: Json): Json {
  const { [ANY_METHOD]: any, options, ...rest } = item;
  const expanded = any
    ? Object.fromEntries(ANY_STANDS_FOR.map((method) => [method, renameOperation(any, method)]))
    : {};
  return { ...expanded, ...rest, ...(options && !isPreflight(options) && { options }) };
}

/** A name stands once in a document. */
function renameOperation(operation: Json, method: string): Json {
  const { operationId } = operation;
  return operationId === undefined ? operation : { ...operation, operationId: `${operationId}_${method}` };
}

function publicPath(path: string): string {
  return path.replace(/\+\}$/, '}');
}

function isPreflight(operation: Json): boolean {
  if (operation.responses?.['204']?.description === 'preflight') return true;
  const integration = operation['x-amazon-apigateway-integration'] ?? {};
  if (String(integration.type).toLowerCase() !== 'mock') return false;
  return Object.values<Json>(integration.responses ?? {}).some(({ responseParameters }) =>
    Object.keys(responseParameters ?? {}).some((name) => /\.access-control-allow-methods$/i.test(name)),
  );
}

function withoutExtensions(value: any): any {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !key.startsWith('x-amazon-apigateway-'));
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutExtensions(member)]));
}
