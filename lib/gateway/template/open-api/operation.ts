import type { RestMethodModel } from '../../model';
import { DefinitionFault } from '../faults';
import { flag, optionalText, type Properties, record, records } from '../read';
import { readIntegration } from '../rest/integration';
import { checkMethod } from '../rest/method-check';
import { variablesOf } from '../rest/path-tree';
import { lookUp } from './document';
import { type Import, warn } from './import';
import { requestModelsOf } from './models';
import { protectionOf } from './security';

export interface OperationPlace {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
}

/** The method that the import makes of an operation. @throws DefinitionFault */
export function importOperation(
  imported: Import,
  item: Properties,
  operation: Properties,
  at: OperationPlace,
): RestMethodModel {
  const place = `${at.httpMethod} ${at.resourcePath}`;
  const integration = operation['x-amazon-apigateway-integration'] as Properties | undefined;
  if (integration === undefined) throw new DefinitionFault('No integration defined for method');
  const parameters = parametersOf(imported, item, operation, place);
  const { authorizerId, ...protection } = protectionOf(imported, operation, place);
  const validator = validatorOf(imported, operation);
  const operationName = optionalText(operation, 'operationId');
  const model: RestMethodModel = {
    ...at,
    ...(operationName !== undefined && { operationName }),
    ...protection,
    ...(authorizerId !== undefined && { authorizerId }),
    requestParameters: requestParametersOf(parameters, at.resourcePath),
    requestModels: requestModelsOf(imported, operation, parameters, place) as Record<string, string>,
    ...(validator !== undefined && { validator }),
    integration: readIntegration(asProperties(integration, textsOnly(imported, integration, place)), at.resourceId),
    responses: responsesOf(imported, operation),
  };
  checkMethod(model, imported.draft);
  return model;
}

function parametersOf(imported: Import, item: Properties, operation: Properties, place: string): Properties[] {
  const found = new Map<string, Properties>();
  for (const written of [...records(item, 'parameters'), ...records(operation, 'parameters')]) {
    const parameter = typeof written.$ref === 'string' ? lookUp(imported.document, written.$ref) : written;
    if (parameter === undefined)
      warn(imported, place, `the parameter "${String(written.$ref)}" is not in the document`);
    else found.set(`${String(parameter.in)} ${String(parameter.name)}`, parameter);
  }
  return [...found.values()];
}

const LOCATIONS: Readonly<Record<string, string>> = { path: 'path', query: 'querystring', header: 'header' };

function requestParametersOf(parameters: readonly Properties[], path: string): Record<string, boolean> {
  const declared: Record<string, boolean> = {};
  // Made even where the operation does not declare them.
  for (const name of variablesOf(path)) declared[`method.request.path.${name}`] = true;
  for (const parameter of parameters) {
    const location = LOCATIONS[String(parameter.in)];
    if (location === undefined) continue;
    declared[`method.request.${location}.${String(parameter.name)}`] =
      location === 'path' || flag(parameter, 'required');
  }
  return declared;
}

function validatorOf(imported: Import, operation: Properties): RestMethodModel['validator'] {
  const key = 'x-amazon-apigateway-request-validator';
  const name = optionalText(operation, key) ?? optionalText(imported.document, key);
  if (name === undefined || name === '') return undefined;
  const id = imported.validatorIds.get(name);
  if (id === undefined) throw new DefinitionFault(`Invalid Request Validator identifier specified: "${name}"`);
  return imported.draft.validators.get(id);
}

function responsesOf(imported: Import, operation: Properties): RestMethodModel['responses'] {
  const responses: Record<string, { parameters: Record<string, boolean> }> = {};
  for (const [code, written] of Object.entries(record(operation, 'responses'))) {
    if (!/^[1-5]\d\d$/.test(code)) continue;
    const { $ref } = (written ?? {}) as Properties;
    const response =
      (typeof $ref === 'string' ? lookUp(imported.document, $ref) : (written as Properties | null)) ?? {};
    const headers = Object.keys(record(response, 'headers'));
    responses[code] = {
      parameters: Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, false])),
    };
  }
  return responses;
}

function textsOnly(imported: Import, integration: Properties, place: string): Properties {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record(integration, 'requestParameters'))) {
    if (typeof value === 'string') kept[name] = value;
    else warn(imported, place, `Invalid format for 'requestParameters'. Expected type string for property '${name}'`);
  }
  return kept;
}

/** The integration in CloudFormation's words. */
function asProperties(integration: Properties, requestParameters: Properties): Properties {
  const tls = record(integration, 'tlsConfig');
  return {
    Type: integration.type,
    IntegrationHttpMethod: integration.httpMethod,
    Uri: integration.uri,
    Credentials: integration.credentials,
    RequestParameters: requestParameters,
    RequestTemplates: integration.requestTemplates,
    PassthroughBehavior: integration.passthroughBehavior,
    ContentHandling: integration.contentHandling,
    TimeoutInMillis: integration.timeoutInMillis,
    CacheKeyParameters: integration.cacheKeyParameters,
    CacheNamespace: integration.cacheNamespace,
    ConnectionType: integration.connectionType,
    ConnectionId: integration.connectionId,
    ResponseTransferMode: integration.responseTransferMode,
    TlsConfig: { InsecureSkipVerification: tls.insecureSkipVerification },
    IntegrationResponses: Object.entries(record(integration, 'responses')).map(([pattern, response]) => {
      const { statusCode, responseParameters, responseTemplates, contentHandling } = (response ?? {}) as Properties;
      return {
        SelectionPattern: pattern === 'default' ? undefined : pattern,
        StatusCode: statusCode,
        ResponseParameters: responseParameters,
        ResponseTemplates: responseTemplates,
        ContentHandling: contentHandling,
      };
    }),
  };
}
