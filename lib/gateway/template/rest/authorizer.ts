import type { RestAuthorizerModel } from '../../model';
import { DefinitionFault } from '../faults';
import { optionalNumber, optionalText, type Properties, texts } from '../read';
import { requireKnown } from '../unknown';

const TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;

/** An authorizer as `AWS::ApiGateway::Authorizer` writes it. @throws DefinitionFault */
export function readAuthorizer(id: string, properties: Properties): RestAuthorizerModel {
  const type = TYPES.find((choice) => choice === optionalText(properties, 'Type')?.toUpperCase());
  if (type === undefined) {
    throw new DefinitionFault(
      `the Type of an authorizer must be ${TYPES.join(', ')}, got "${optionalText(properties, 'Type') ?? ''}"`,
    );
  }
  const name = optionalText(properties, 'Name') ?? id;
  const isCognito = type === 'COGNITO_USER_POOLS';
  const uri = optionalText(properties, 'AuthorizerUri');
  if (!isCognito && uri === undefined)
    throw new DefinitionFault(`Invalid Authorizer URI: the authorizer "${name}" has none`);
  requireKnown(`the authorizer "${name}"`, uri);
  const providerArns = texts(properties, 'ProviderARNs');
  if (isCognito && providerArns.length === 0) {
    throw new DefinitionFault(`the authorizer "${name}" needs at least one user pool in ProviderARNs`);
  }
  const credentials = optionalText(properties, 'AuthorizerCredentials');
  const expression = optionalText(properties, 'IdentityValidationExpression');
  return {
    id,
    name,
    type,
    ...(uri !== undefined && !isCognito && { uri }),
    ...(credentials !== undefined && { credentials }),
    identitySources: identitySources(optionalText(properties, 'IdentitySource'), type),
    ...(expression !== undefined && expression !== '' && { identityValidationExpression: expression }),
    ttlSeconds: ttlOf(properties, name),
    providerArns: requireKnown(`the authorizer "${name}"`, providerArns),
  };
}

function identitySources(source: string | undefined, type: RestAuthorizerModel['type']): string[] {
  const sources = (source ?? '').split(',').flatMap((item) => item.trim() || []);
  if (sources.length > 0 || type === 'REQUEST') return sources;
  return ['method.request.header.Authorization'];
}

function ttlOf(properties: Properties, name: string): number {
  const ttl = optionalNumber(properties, 'AuthorizerResultTtlInSeconds') ?? 300;
  if (ttl >= 0 && ttl <= 3600) return ttl;
  throw new DefinitionFault(
    `AuthorizerResultTtlInSeconds of the authorizer "${name}" must be between 0 and 3600, got ${ttl}`,
  );
}
