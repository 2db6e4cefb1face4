import type { AuthorizerConfig } from '../authorizers/authorizer-config';
import type { Guard } from './header-value';

/** Whom an authorizer asks for. */
export function guardOf({ schemeName, scheme = {} }: AuthorizerConfig): Guard {
  if (schemeName === undefined) return 'everybody';
  const type = scheme['x-amazon-apigateway-authtype'];
  if (type === 'cognito_user_pools') return 'cognito';
  return type === 'awsSigv4' ? 'iam' : 'function';
}
