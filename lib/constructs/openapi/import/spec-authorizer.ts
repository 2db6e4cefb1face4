import { Authorizer } from '../../authorizers/authorizer';
import type { AuthorizerConfig, IAuthorizer } from '../../authorizers/authorizer-config';
import type { Json, Spec, SpecOperation } from './spec';

/** What a document says about who may call an operation. */
export interface SpecSecurity {
  /** Nothing if the document has nothing that API Gateway knows: then the API's own authorizer stands. */
  readonly authorizer?: IAuthorizer;
  readonly apiKeyRequired?: boolean;
}

/**
 * Schemes that API Gateway knows are taken over: those with its extensions, and the header of its API keys. Others,
 * such as `oauth2`, describe what the API's own authorizer asks for.
 */
export function readSecurity(spec: Spec, { operation, security }: SpecOperation): SpecSecurity {
  const auth = operation['x-amazon-apigateway-auth']?.type?.toUpperCase();
  if (auth === 'NONE' || security?.length === 0) return { authorizer: Authorizer.none() };
  if (auth === 'AWS_IAM') return { authorizer: Authorizer.iam() };
  const items = (security ?? []).flatMap((item) => Object.entries(item as Json));
  const schemes = items.map(([name, scopes]) => ({ name, scopes, scheme: schemeOf(spec, name) }));
  const known = schemes.find(
    ({ scheme }) => 'x-amazon-apigateway-authtype' in scheme || 'x-amazon-apigateway-authorizer' in scheme,
  );
  const key = schemes.some(({ scheme }) => isApiKey(scheme));
  return {
    ...(known && { authorizer: new SpecAuthorizer(known) }),
    ...(key && { apiKeyRequired: true }),
    ...(key && schemes.length === 1 && { authorizer: Authorizer.none() }),
  };
}

function schemeOf(spec: Spec, name: string): Json {
  const scheme = spec.document.components?.securitySchemes?.[name];
  if (scheme === undefined) throw new Error(`security names the scheme "${name}", which the document has not`);
  return spec.resolve(scheme as Json);
}

function isApiKey(scheme: Json): boolean {
  return scheme.type === 'apiKey' && scheme.in === 'header' && String(scheme.name).toLowerCase() === 'x-api-key';
}

class SpecAuthorizer implements IAuthorizer {
  constructor(private readonly found: { readonly name: string; readonly scopes: string[]; readonly scheme: Json }) {}

  public bind(): AuthorizerConfig {
    const { name, scopes, scheme } = this.found;
    return { schemeName: name, scheme, scopes };
  }
}
