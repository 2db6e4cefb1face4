import type { AuthorizationType } from '../../model';
import { DefinitionFault } from '../faults';
import { inventId } from '../invented';
import { optionalRecord, optionalText, type Properties, record, texts } from '../read';
import { readAuthorizer } from '../rest/authorizer';
import { type Import, warn } from './import';

/** How an operation is protected. */
export interface Protection {
  readonly authorizationType: AuthorizationType;
  readonly authorizerId?: string;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
}

/** Every scheme with an authorizer becomes one, used or not. */
export function importAuthorizers(imported: Import): void {
  for (const [name, scheme] of Object.entries(schemesOf(imported.document))) {
    const authorizer = optionalRecord(scheme as Properties, 'x-amazon-apigateway-authorizer');
    if (authorizer === undefined) continue;
    imported.report.faults.attempt(imported.path, () => {
      const id = inventId(`${imported.draft.id}authorizer${name}`, 6);
      imported.draft.authorizers.set(id, readAuthorizer(id, asProperties(name, scheme as Properties, authorizer)));
      imported.authorizerIds.set(name, id);
    });
  }
}

function schemesOf(document: Properties): Properties {
  return document.swagger === undefined
    ? record(record(document, 'components'), 'securitySchemes')
    : record(document, 'securityDefinitions');
}

function asProperties(name: string, scheme: Properties, authorizer: Properties): Properties {
  const type = optionalText(authorizer, 'type')?.toUpperCase();
  const header = optionalText(scheme, 'name');
  const place = optionalText(scheme, 'in')?.toLowerCase() === 'query' ? 'querystring' : 'header';
  const own = header === undefined || header === 'Unused' ? undefined : `method.request.${place}.${header}`;
  const given = optionalText(authorizer, 'identitySource');
  return {
    Name: name,
    Type: type,
    AuthorizerUri: authorizer.authorizerUri,
    AuthorizerCredentials: authorizer.authorizerCredentials,
    IdentitySource: type === 'REQUEST' ? (given ?? own) : (own ?? given),
    IdentityValidationExpression: authorizer.identityValidationExpression,
    AuthorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
    ProviderARNs: authorizer.providerARNs,
  };
}

/** @throws DefinitionFault */
export function protectionOf(imported: Import, operation: Properties, place: string): Protection {
  const own = operation.security as readonly Properties[] | undefined;
  // An empty list does not undo the root's: only `x-amazon-apigateway-auth` does.
  const isOwn = own !== undefined && own.length > 0;
  const security = isOwn ? own : ((imported.document.security ?? []) as readonly Properties[]);
  const named = readSecurity(imported, security, place);
  const auth = optionalText(record(operation, 'x-amazon-apigateway-auth'), 'type')?.toUpperCase();
  if (auth === 'AWS_IAM')
    return { ...named, authorizationType: 'AWS_IAM', authorizerId: undefined, authorizationScopes: [] };
  if (auth === 'NONE' && !isOwn) return { ...OPEN, apiKeyRequired: named.apiKeyRequired };
  if (auth !== undefined && auth !== 'NONE') {
    throw new DefinitionFault(`x-amazon-apigateway-auth must be NONE or AWS_IAM, got "${auth}"`);
  }
  return named;
}

const OPEN: Protection = { authorizationType: 'NONE', authorizationScopes: [], apiKeyRequired: false };

function readSecurity(imported: Import, security: readonly Properties[], place: string): Protection {
  const schemes = schemesOf(imported.document);
  let protection = OPEN;
  for (const requirement of security) {
    for (const name of Object.keys(requirement)) {
      const scheme = optionalRecord(schemes, name);
      if (scheme === undefined) throw new DefinitionFault(`the security scheme "${name}" is not defined`);
      const id = imported.authorizerIds.get(name);
      if (id !== undefined) protection = byAuthorizer(imported, protection, id, texts(requirement, name));
      else if (isIam(scheme)) protection = byIam(protection);
      else if (isApiKey(scheme)) protection = { ...protection, apiKeyRequired: true };
      else if (scheme['x-amazon-apigateway-authorizer'] === undefined) {
        warn(imported, place, `the security scheme "${name}" is none that API Gateway can check`);
      }
    }
  }
  return protection;
}

function byAuthorizer(imported: Import, before: Protection, id: string, scopes: readonly string[]): Protection {
  if (before.authorizerId !== id) refuseSecond(before);
  const isCognito = imported.draft.authorizers.get(id)?.type === 'COGNITO_USER_POOLS';
  return {
    ...before,
    authorizationType: isCognito ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    authorizerId: id,
    authorizationScopes: isCognito ? scopes : [],
  };
}

function byIam(before: Protection): Protection {
  if (before.authorizationType !== 'AWS_IAM') refuseSecond(before);
  return { ...before, authorizationType: 'AWS_IAM' };
}

function refuseSecond(before: Protection): void {
  if (before.authorizationType === 'NONE') return;
  throw new DefinitionFault('a method has one authorizer, the operation names two');
}

function isIam(scheme: Properties): boolean {
  return /^aws/i.test(optionalText(scheme, 'x-amazon-apigateway-authtype') ?? '');
}

function isApiKey(scheme: Properties): boolean {
  return scheme.type === 'apiKey' && optionalText(scheme, 'name')?.toLowerCase() === 'x-api-key';
}
