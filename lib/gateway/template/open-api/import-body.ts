import type { Resource } from '../evaluation';
import { inventId } from '../invented';
import { flag, optionalText, type Properties, record } from '../read';
import type { Report } from '../report';
import type { ApiDraft } from '../rest/draft';
import { readGatewayResponse } from '../rest/gateway-response';
import { basePathOf, readDocument } from './document';
import { type Import, warn } from './import';
import { importModels } from './models';
import { importOperation } from './operation';
import { importAuthorizers } from './security';
import { importSettings } from './settings';

export const ANY_METHOD = 'x-amazon-apigateway-any-method';
const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head'];

/** Puts what a body says into the draft; false where there is none to be read. */
export function importBody(draft: ApiDraft, api: Resource, report: Report): boolean {
  const document = readDocument(api, report);
  if (document === undefined) return false;
  const imported: Import = {
    document,
    draft,
    report,
    path: api.origin.path,
    failOnWarnings: flag(api.properties, 'FailOnWarnings'),
    authorizerIds: new Map(),
    validatorIds: new Map(),
    inlineModels: new Map(),
  };
  importSettings(imported, api.properties);
  importModels(imported);
  importAuthorizers(imported);
  importValidators(imported);
  importGatewayResponses(imported);
  importPaths(imported, basePathOf(document, record(api.properties, 'Parameters')));
  return true;
}

function importValidators(imported: Import): void {
  const validators = record(imported.document, 'x-amazon-apigateway-request-validators');
  for (const [name, validator] of Object.entries(validators)) {
    const id = inventId(`${imported.draft.id}validator${name}`, 6);
    imported.validatorIds.set(name, id);
    imported.report.faults.attempt(imported.path, () => {
      const flags = validator as Properties;
      const body = flag(flags, 'validateRequestBody');
      imported.draft.validators.set(id, { body, parameters: flag(flags, 'validateRequestParameters') });
    });
  }
}

function importGatewayResponses(imported: Import): void {
  const responses = record(imported.document, 'x-amazon-apigateway-gateway-responses');
  for (const [type, response] of Object.entries(responses)) {
    imported.report.faults.attempt(imported.path, () => {
      const { statusCode, responseParameters, responseTemplates } = response as Properties;
      const properties = {
        StatusCode: statusCode,
        ResponseParameters: responseParameters,
        ResponseTemplates: responseTemplates,
      };
      imported.draft.gatewayResponses.set(type, readGatewayResponse(type, properties));
    });
  }
}

function importPaths(imported: Import, basePath: string): void {
  const { document, draft, report, path: apiPath } = imported;
  for (const [written, item] of Object.entries(record(document, 'paths'))) {
    const path = normalizePath(`${basePath}/${written}`);
    report.faults.attempt(`${apiPath} (${path})`, () => draft.tree.addPath(path));
    const resourceId = path === '/' ? draft.rootResourceId : inventId(`${draft.id}${path}`, 6);
    for (const [key, operation] of Object.entries((item ?? {}) as Properties)) {
      const httpMethod = key === ANY_METHOD ? 'ANY' : VERBS.includes(key.toLowerCase()) ? key.toUpperCase() : undefined;
      if (key.toLowerCase() === 'trace') warn(imported, `TRACE ${path}`, 'TRACE is no method of API Gateway');
      if (httpMethod === undefined) continue;
      report.faults.attempt(`${apiPath} (${httpMethod} ${path})`, () => {
        const at = { resourceId, resourcePath: path, httpMethod };
        const model = importOperation(imported, item as Properties, operation as Properties, at);
        draft.methods.set(`${httpMethod} ${path}`, { model, path: apiPath });
      });
    }
  }
  if (optionalText(document, 'openapi') === undefined && document.paths === undefined) {
    warn(imported, 'paths', 'the document has none');
  }
}

export function normalizePath(path: string): string {
  const trimmed = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  return trimmed === '' ? '/' : trimmed;
}
