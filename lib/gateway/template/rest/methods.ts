import type { AuthorizationType, RestMethodModel } from '../../model';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import { flag, flagRecord, optionalText, type Properties, record, records, text, textRecord, texts } from '../read';
import type { ApiDraft } from './draft';
import { readIntegration } from './integration';
import { checkMethod, checkResponseMappings } from './method-check';
import { METHODS } from './path-tree';

/** A node of the API's tree that a method stands on. */
export interface PathNode {
  readonly id: string;
  readonly path: string;
}

/** A method of `AWS::ApiGateway::Method`. @throws DefinitionFault */
export function readMethod(method: Resource, node: PathNode, draft: ApiDraft): RestMethodModel {
  const { properties } = method;
  const httpMethod = text(properties, 'HttpMethod').toUpperCase();
  if (!METHODS.some((known) => known === httpMethod)) {
    throw new DefinitionFault(`Invalid HttpMethod specified. Valid options are ${METHODS.join(',')}: "${httpMethod}"`);
  }
  const integration = record(properties, 'Integration');
  if (Object.keys(integration).length === 0) throw new DefinitionFault('No integration defined for method');
  const authorization = readAuthorization(properties, draft);
  const validator = readValidator(properties, draft);
  const operationName = optionalText(properties, 'OperationName');
  const model: RestMethodModel = {
    resourceId: node.id,
    resourcePath: node.path,
    httpMethod,
    ...(operationName !== undefined && { operationName }),
    ...authorization,
    apiKeyRequired: flag(properties, 'ApiKeyRequired'),
    requestParameters: flagRecord(properties, 'RequestParameters'),
    requestModels: textRecord(properties, 'RequestModels'),
    ...(validator !== undefined && { validator }),
    integration: readIntegration(integration, node.id),
    responses: readResponses(properties),
  };
  checkMethod(model, draft);
  checkResponseMappings(model);
  return model;
}

function readAuthorization(
  properties: Properties,
  draft: ApiDraft,
): Pick<RestMethodModel, 'authorizationType' | 'authorizerId' | 'authorizationScopes'> {
  const type = (optionalText(properties, 'AuthorizationType') ?? 'NONE').toUpperCase() as AuthorizationType;
  const scopes = texts(properties, 'AuthorizationScopes');
  if (type === 'NONE' || type === 'AWS_IAM') return { authorizationType: type, authorizationScopes: [] };
  if (type !== 'CUSTOM' && type !== 'COGNITO_USER_POOLS') {
    throw new DefinitionFault(`Invalid authorization type specified: "${type as string}"`);
  }
  const id = optionalText(properties, 'AuthorizerId');
  const authorizer = id === undefined ? undefined : draft.authorizers.get(id);
  if (
    id === undefined ||
    authorizer === undefined ||
    (type === 'CUSTOM') === (authorizer.type === 'COGNITO_USER_POOLS')
  ) {
    throw new DefinitionFault(
      `Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer: "${id ?? ''}"`,
    );
  }
  return { authorizationType: type, authorizerId: id, authorizationScopes: scopes };
}

function readValidator(properties: Properties, draft: ApiDraft): RestMethodModel['validator'] {
  const id = optionalText(properties, 'RequestValidatorId');
  if (id === undefined || id === '') return undefined;
  const validator = draft.validators.get(id);
  if (validator === undefined) throw new DefinitionFault(`Invalid Request Validator identifier specified: "${id}"`);
  return validator;
}

function readResponses(properties: Properties): RestMethodModel['responses'] {
  return Object.fromEntries(
    records(properties, 'MethodResponses').map((response) => [
      text(response, 'StatusCode'),
      { parameters: flagRecord(response, 'ResponseParameters') },
    ]),
  );
}
