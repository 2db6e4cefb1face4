import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { RequestValue } from '../request-value';

/** The route that a backend is made for. */
export interface BackendBindOptions {
  /** The API: scope of what the backend makes. */
  readonly scope: Construct;

  /** Method of the route, `ANY` included. */
  readonly method: string;

  /** Path of the route. */
  readonly path: string;
}

/** What a backend puts into the API's document. */
export interface BackendConfig {
  /** The `x-amazon-apigateway-integration` object. */
  readonly integration: { readonly [key: string]: any };

  /**
   * Responses of the operation by status code. An integration that maps responses names each of their codes here.
   *
   * @default - one response, 200
   */
  readonly responses?: { readonly [statusCode: string]: any };

  /**
   * Function that the integration invokes. The API gives itself the permission for it.
   *
   * @default - the backend is no function
   */
  readonly handler?: lambda.IFunction;

  /**
   * Whether the function is referred to by its name, and its permission stands beside it.
   *
   * @default false
   */
  readonly handlerByName?: boolean;

  /**
   * Parts of the request that the integration maps. Parameters among them are declared for the operation.
   *
   * @default - none
   */
  readonly parameters?: RequestValue[];

  /**
   * Role that the integration takes on.
   *
   * @default - none is taken on
   */
  readonly role?: iam.IRole;
}

/** What answers the requests of a route. */
export interface IBackend {
  /** Called once for each route that uses the backend. */
  bind(options: BackendBindOptions): BackendConfig;
}
