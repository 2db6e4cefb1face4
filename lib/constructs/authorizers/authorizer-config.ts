import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The API that an authorizer is made for. */
export interface AuthorizerBindOptions {
  /** The API: scope of what the authorizer makes. */
  readonly scope: Construct;
}

/** What an authorizer puts into the API's document. */
export interface AuthorizerConfig {
  /**
   * Name of the security scheme: letters and digits, the same for equal schemes.
   *
   * @default - the route is public
   */
  readonly schemeName?: string;

  /**
   * The security scheme with its `x-amazon-apigateway-…` extensions.
   *
   * @default - the route is public
   */
  readonly scheme?: { readonly [key: string]: any };

  /**
   * Scopes, any one of which a caller needs.
   *
   * @default - no scope is asked for
   */
  readonly scopes?: string[];

  /**
   * Function that decides. The API gives itself the permission for it.
   *
   * @default - no function decides
   */
  readonly handler?: lambda.IFunction;
}

/** Who may call a route. */
export interface IAuthorizer {
  /** Called once for each route that uses the authorizer. */
  bind(options: AuthorizerBindOptions): AuthorizerConfig;
}
