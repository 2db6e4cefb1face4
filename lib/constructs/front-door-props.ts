import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IAuthorizer } from './authorizers/authorizer-config';
import type { AccessLog } from './observability/access-log';
import type { ExecutionLogOptions } from './observability/execution-log';
import type { StageOptions } from './stage-options';
import type { CorsOptions } from './traffic/cors-options';

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
   * Any text. Changing it makes a new deployment when nothing else does.
   *
   * @default - deployments follow the API alone
   */
  readonly redeployToken?: string;
}
