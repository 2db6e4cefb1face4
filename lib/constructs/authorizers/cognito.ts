import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { AuthorizerConfig, IAuthorizer } from './authorizer-config';
import { nameScheme } from './scheme-name';

/** How tokens of user pools let callers in. */
export interface CognitoAuthorizerOptions {
  /**
   * Scopes, any one of which an access token must have. Without scopes the ID token is asked for.
   *
   * @default - ID tokens, of whatever scope
   */
  readonly scopes?: string[];

  /**
   * Further pools whose tokens are accepted.
   *
   * @default - only the one
   */
  readonly additionalUserPools?: cognito.IUserPool[];

  /**
   * Header that holds the token.
   *
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * Regular expression that the token's audience must match.
   *
   * @default - every app client of the pools is accepted
   */
  readonly audience?: string;
}

export class CognitoAuthorizer implements IAuthorizer {
  constructor(
    private readonly userPool: cognito.IUserPool,
    private readonly options: CognitoAuthorizerOptions,
  ) {}

  public bind(): AuthorizerConfig {
    const { scopes, additionalUserPools = [], tokenHeader = 'Authorization', audience } = this.options;
    const pools = [this.userPool, ...additionalUserPools];
    return {
      schemeName: nameScheme('Cognito', pools, { tokenHeader, audience }),
      scheme: {
        type: 'apiKey',
        name: tokenHeader,
        in: 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: pools.map(({ userPoolArn }) => userPoolArn),
          ...(audience !== undefined && { identityValidationExpression: audience }),
        },
      },
      scopes,
    };
  }
}
