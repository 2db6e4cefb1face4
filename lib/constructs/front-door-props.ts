import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Duration, Size } from 'aws-cdk-lib/core';
import type { IAuthorizer } from './authorizers/authorizer-config';
import type { GatewayResponseOptions } from './contract/gateway-responses';
import type { DomainOptions } from './domain/domain-options';
import type { Endpoint } from './domain/endpoint';
import type { AccessLog } from './observability/access-log';
import type { ExecutionLogOptions } from './observability/execution-log';
import type { StageOptions } from './stage-options';
import type { CacheOptions } from './traffic/cache-options';
import type { CorsOptions } from './traffic/cors-options';
import type { WebAcl } from './traffic/web-acl';

/** What every REST API has around its routes. */
export interface FrontDoorApiProps {
  /**
   * Name of the API, a literal: metrics hang on it.
   *
   * @default - the stack's name and the construct's path in it
   */
  readonly apiName?: string;

  /**
   * Description of the API.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Who may call the routes that say nothing else.
   *
   * @default Authorizer.iam()
   */
  readonly authorizer?: IAuthorizer;

  /**
   * Which web pages of other origins may call the API.
   *
   * @default - pages of other origins may not call it
   */
  readonly cors?: CorsOptions;

  /**
   * Requests that the stage takes in all.
   *
   * @default - 1000 requests a second with a burst of 2000
   */
  readonly throttle?: apigateway.ThrottleSettings;

  /**
   * The stage that the API is published in.
   *
   * @default - a stage named `prod`
   */
  readonly stage?: StageOptions;

  /**
   * Where one line for each request goes.
   *
   * @default AccessLog.toLogGroup()
   */
  readonly accessLog?: AccessLog;

  /**
   * What API Gateway writes about its own work.
   *
   * @default - errors, kept for one month
   */
  readonly executionLog?: ExecutionLogOptions;

  /**
   * Whether requests are traced by X-Ray.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Whether callers of the routes that say nothing else must also send an API key of a usage plan.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * Where a caller's API key is found: in the header `x-api-key`, or in the answer of a Lambda authorizer.
   *
   * @default ApiKeySourceType.HEADER
   */
  readonly apiKeySource?: apigateway.ApiKeySourceType;

  /**
   * The cache. With it, every GET route is cached unless it says otherwise.
   *
   * @default - only routes that have a `cache` of their own are cached
   */
  readonly cache?: CacheOptions;

  /**
   * From where the API is reached.
   *
   * @default Endpoint.regional()
   */
  readonly endpoint?: Endpoint;

  /**
   * Name of one's own for the API, with its certificate and records. The name that API Gateway gave it leads nowhere
   * then.
   *
   * @default - the API is reached under the name that API Gateway gives it
   */
  readonly domain?: DomainOptions;

  /**
   * Who reaches the API at all, before authorizers are asked; `execute-api:/*` in it stands for everything of the API.
   * `ResourcePolicy` has the usual ones.
   *
   * @default - everybody; for a private API, its VPC endpoints
   */
  readonly resourcePolicy?: iam.PolicyDocument;

  /**
   * The firewall in front of the stage.
   *
   * @default - none
   */
  readonly webAcl?: WebAcl;

  /**
   * Content types that are binary: bodies of these reach functions, and come from them, in base64.
   *
   * @default - none
   */
  readonly binaryMediaTypes?: string[];

  /**
   * Answers of this size and above are compressed for callers who take it.
   *
   * @default - answers are not compressed
   */
  readonly compression?: Size;

  /**
   * API Gateway's own error answers by their types: `UNAUTHORIZED`, `THROTTLED`, `DEFAULT_4XX`. The headers of CORS are
   * added.
   *
   * @default - the service's own
   */
  readonly gatewayResponses?: { readonly [type: string]: GatewayResponseOptions };

  /**
   * How long API Gateway may wait for a backend, when the account's quota was raised above 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly maxTimeout?: Duration;

  /**
   * Any text. Changing it makes a new deployment when nothing else does.
   *
   * @default - deployments follow the API alone
   */
  readonly redeployToken?: string;
}
