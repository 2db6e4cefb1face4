import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { aws_cognito as references } from 'aws-cdk-lib/interfaces';
import type { AuthorizerConfig, IAuthorizer } from './authorizer-config';
import { CognitoAuthorizer, type CognitoAuthorizerOptions } from './cognito';
import {
  RequestAuthorizer,
  type RequestAuthorizerOptions,
  TokenAuthorizer,
  type TokenAuthorizerOptions,
} from './lambda';
import { checkGiven, checkOptions } from '../shape/shape';
import {
  COGNITO_AUTHORIZER_OPTIONS,
  REQUEST_AUTHORIZER_OPTIONS,
  TOKEN_AUTHORIZER_OPTIONS,
} from '../shape/authorizer-shapes';

/**
 * Who may call a route.
 *
 * @example
 * new ServerlessApi(this, 'Orders', {
 *   authorizer: Authorizer.iam(),
 *   routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() } },
 * });
 */
export class Authorizer {
  /** Callers with AWS credentials, who sign their requests and whose policies allow `execute-api:Invoke`. */
  public static iam(): IAuthorizer {
    return new FixedAuthorizer({
      schemeName: 'sigv4',
      scheme: SIGV4_SCHEME,
      handshake: { authorizationType: 'AWS_IAM' },
    });
  }

  /** Everybody. */
  public static none(): IAuthorizer {
    return new FixedAuthorizer({ handshake: { authorizationType: 'NONE' } });
  }

  /**
   * Users of a Cognito user pool, by their tokens.
   *
   * Without scopes that is the ID token; with scopes it is the access token, which must have one of them.
   *
   * For a WebSocket API a function is made that checks the token of each handshake; the connection keeps the token's claims as
   * `requestContext.authorizer` for as long as it lasts.
   */
  public static cognito(userPool: references.IUserPoolRef, options: CognitoAuthorizerOptions = {}): IAuthorizer {
    return new CognitoAuthorizer(
      checkGiven('Authorizer.cognito', 'a user pool', userPool),
      checkOptions('Authorizer.cognito', options, COGNITO_AUTHORIZER_OPTIONS),
    );
  }

  /** Whom a function lets in, which is given the token of one header. For REST APIs only. */
  public static token(handler: lambda.IFunction, options: TokenAuthorizerOptions = {}): IAuthorizer {
    return new TokenAuthorizer(
      checkGiven('Authorizer.token', 'a function', handler),
      checkOptions('Authorizer.token', options, TOKEN_AUTHORIZER_OPTIONS),
    );
  }

  /** Whom a function lets in, which is given the whole request but for its body. */
  public static request(handler: lambda.IFunction, options: RequestAuthorizerOptions = {}): IAuthorizer {
    return new RequestAuthorizer(
      checkGiven('Authorizer.request', 'a function', handler),
      checkOptions('Authorizer.request', options, REQUEST_AUTHORIZER_OPTIONS),
    );
  }

  private constructor() {}
}

const SIGV4_SCHEME = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

class FixedAuthorizer implements IAuthorizer {
  constructor(private readonly config: AuthorizerConfig) {}

  public bind(): AuthorizerConfig {
    return this.config;
  }
}
