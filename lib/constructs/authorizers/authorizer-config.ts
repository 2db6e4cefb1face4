import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Kinds of APIs. */
export enum ApiProtocol {
  /** A REST API. */
  REST = 'REST',

  /** A WebSocket API. */
  WEBSOCKET = 'WEBSOCKET',
}

/** The API that an authorizer is made for. */
export interface AuthorizerBindOptions {
  /** The API: scope of what the authorizer makes. */
  readonly scope: Construct;

  /**
   * Kind of the API.
   *
   * @default ApiProtocol.REST
   */
  readonly protocol?: ApiProtocol;
}

/** How the handshakes of a WebSocket API are authorized. */
export interface HandshakeAuthorization {
  /** `NONE`, `AWS_IAM`, or `CUSTOM` when a function decides. */
  readonly authorizationType: string;

  /**
   * What a handshake must have for the function to be asked: `route.request.header.X`, `route.request.querystring.X`,
   * `stageVariables.X`, `context.X`.
   *
   * @default - the function is asked about every handshake
   */
  readonly identitySources?: string[];

  /**
   * Whether clients offer subprotocols for it, one of which the answer of `$connect` must choose.
   *
   * @default false
   */
  readonly negotiatesProtocol?: boolean;

  /**
   * Whether the function's answer may name the client's API key, as `usageIdentifierKey`.
   *
   * @default false
   */
  readonly namesApiKey?: boolean;
}

/** What an authorizer puts into the API. */
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

  /**
   * How handshakes are authorized, for a WebSocket API.
   *
   * @default - the authorizer is for REST APIs only
   */
  readonly handshake?: HandshakeAuthorization;
}

/** Who may call a route. */
export interface IAuthorizer {
  /** Called once for each route that uses the authorizer. */
  bind(options: AuthorizerBindOptions): AuthorizerConfig;
}
