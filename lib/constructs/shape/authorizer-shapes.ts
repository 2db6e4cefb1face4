import type { CognitoAuthorizerOptions } from '../authorizers/cognito';
import type { RequestAuthorizerOptions, TokenAuthorizerOptions } from '../authorizers/lambda';
import type { Shape } from './shape';

export const COGNITO_AUTHORIZER_OPTIONS: Shape<CognitoAuthorizerOptions> = {
  members: {
    scopes: 'texts',
    additionalUserPools: 'list',
    tokenHeader: 'text',
    tokenSources: 'values',
    audience: 'text',
  },
};

export const REQUEST_AUTHORIZER_OPTIONS: Shape<RequestAuthorizerOptions> = {
  members: { identitySources: 'values', ttl: 'seconds' },
};

export const TOKEN_AUTHORIZER_OPTIONS: Shape<TokenAuthorizerOptions> = {
  members: { tokenHeader: 'text', validationExpression: 'text', ttl: 'seconds' },
};
