import type { aws_cognito as references } from 'aws-cdk-lib/interfaces';
import type { RequestValue } from '../request-value';
import { ApiProtocol, type AuthorizerBindOptions, type AuthorizerConfig, type IAuthorizer } from './authorizer-config';
import { bindCognitoHandshakes } from './cognito-handshakes';
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
  readonly additionalUserPools?: references.IUserPoolRef[];

  /**
   * Header that holds the token, for a REST API.
   *
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * Where the token of a handshake may stand, for a WebSocket API; the first place that has one counts.
   *
   * - `RequestValue.header('Authorization')`: for clients that can set headers, which browsers cannot.
   * - `RequestValue.header('Sec-WebSocket-Protocol')`: `new WebSocket(url, ['chat', token])` in a browser. The token is in no URL, but
   *   whatever answers `$connect` must choose one of the other protocols in its header `Sec-WebSocket-Protocol`, or browsers hang
   *   up. Without a `connect` handler of yours, one is made that does.
   * - `RequestValue.query('token')`: works with every client and every `$connect`. URLs end up in histories and in logs of proxies, so
   *   the tokens should be short-lived.
   *
   * With one place, handshakes without a token are refused and the function is not asked.
   *
   * @default - `Authorization`, `Sec-WebSocket-Protocol`, and `token` of the query string
   */
  readonly tokenSources?: RequestValue[];

  /**
   * Regular expression that the token's audience must match.
   *
   * @default - every app client of the pools is accepted
   */
  readonly audience?: string;
}

export class CognitoAuthorizer implements IAuthorizer {
  constructor(
    private readonly userPool: references.IUserPoolRef,
    private readonly options: CognitoAuthorizerOptions,
  ) {}

  public bind({ scope, protocol }: AuthorizerBindOptions): AuthorizerConfig {
    if (protocol === ApiProtocol.WEBSOCKET) return bindCognitoHandshakes(scope, this.userPool, this.options);
    if (this.options.tokenSources) throw new Error('tokenSources is for WebSocket APIs: a REST API takes tokenHeader');
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
          providerARNs: pools.map(({ userPoolRef }) => userPoolRef.userPoolArn),
          ...(audience !== undefined && { identityValidationExpression: audience }),
        },
      },
      scopes,
    };
  }
}
