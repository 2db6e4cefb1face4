import type { CognitoAuthorizerOptions } from '../authorizers/cognito';
import type { RequestAuthorizerOptions, TokenAuthorizerOptions } from '../authorizers/lambda';
import type { Shape } from './shape';

export const COGNITO_AUTHORIZER_OPTIONS: Shape<CognitoAuthorizerOptions> = {
  members: {
    scopes: 'optional',
    additionalUserPools: 'optional',
    tokenHeader: 'optional',
    tokenSources: 'optional',
    audience: 'optional',
  },
};

export const REQUEST_AUTHORIZER_OPTIONS: Shape<RequestAuthorizerOptions> = {
  members: { identitySources: 'optional', ttl: 'optional' },
};

export const TOKEN_AUTHORIZER_OPTIONS: Shape<TokenAuthorizerOptions> = {
  members: { tokenHeader: 'optional', validationExpression: 'optional', ttl: 'optional' },
};
