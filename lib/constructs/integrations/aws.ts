import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Duration } from 'aws-cdk-lib/core';
import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import { type CustomRequest, mappedValues, renderRequest } from './custom-request';
import { type CustomResponse, renderResponses } from './custom-response';
import { jsonResponses } from './service-responses';
import { makeServiceRole, renderServiceUri } from './service-role';

/** How an AWS service is called. */
export interface AwsBackendOptions {
  /** Name of the service as API Gateway has it: `dynamodb`, `sqs`, `states`. */
  readonly service: string;

  /**
   * Action that is called: `GetItem`.
   *
   * @default - `path` is called
   */
  readonly action?: string;

  /**
   * Path that is called: `bucket/{key}`.
   *
   * @default - `action` is called
   */
  readonly path?: string;

  /**
   * Method of the call.
   *
   * @default 'POST'
   */
  readonly method?: string;

  /**
   * Subdomain of the service's endpoint.
   *
   * @default - the service's own
   */
  readonly subdomain?: string;

  /**
   * Role that the call takes on, which `apigateway.amazonaws.com` may assume.
   *
   * @default - one is made with `statements`
   */
  readonly role?: iam.IRole;

  /**
   * What the role that is made may do.
   *
   * @default - `role` is given
   */
  readonly statements?: iam.PolicyStatement[];

  /**
   * What the call is made of.
   *
   * @default - the body
   */
  readonly request?: CustomRequest;

  /**
   * Answers. A pattern is matched against the status code of the service.
   *
   * @default - 200 with the service's JSON body for every 2xx; errors without the service's body
   */
  readonly responses?: CustomResponse[];

  /**
   * How long API Gateway waits for the answer, 50 milliseconds at least.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;
}

export class AwsBackend implements IBackend {
  constructor(private readonly options: AwsBackendOptions) {}

  public bind(route: BackendBindOptions): BackendConfig {
    const { service, subdomain, method = 'POST', request = {}, timeout } = this.options;
    const role = this.obtainRole(route);
    const responses = renderResponses(this.options.responses ?? jsonResponses(200, `$input.json('$')`));
    return {
      integration: {
        type: 'aws',
        httpMethod: method,
        uri: renderServiceUri(route, subdomain === undefined ? service : `${subdomain}.${service}`, this.target()),
        credentials: role.roleArn,
        ...renderRequest(request),
        responses: responses.integration,
        ...(timeout && { timeoutInMillis: timeout.toMilliseconds() }),
      },
      responses: responses.declared,
      role,
      parameters: mappedValues(request),
    };
  }

  private target(): string {
    const { action, path } = this.options;
    if (action !== undefined && path !== undefined)
      throw new Error('both "action" and "path" are given: keep one of them');
    if (action !== undefined) return `action/${action}`;
    if (path !== undefined) return `path/${path}`;
    throw new Error('neither "action" nor "path" is given: say what is called');
  }

  private obtainRole(route: BackendBindOptions): iam.IRole {
    const { role, statements } = this.options;
    if (role && statements) throw new Error('both "role" and "statements" are given: keep one of them');
    if (role) return role;
    if (statements && statements.length > 0) return makeServiceRole(route, { statements });
    throw new Error('neither "role" nor "statements" is given: say what the call may do');
  }
}
