import type { RequestValue } from '../../request-value';
import type { BackendBindOptions, BackendConfig, IBackend } from '../backend-config';
import { mappedValues, renderRequestParameters } from '../custom-request';
import { type CustomResponse, renderResponses } from '../custom-response';
import { makeServiceRole, renderServiceUri, type ServiceGrant } from '../service-role';

/** A call of a service, whole. */
export interface ServiceCall extends ServiceGrant {
  readonly service: string;
  /** `action/Name` or `path/…`. */
  readonly target: string;
  readonly method?: string;
  /** Region of the resource, when it may be another than the API's. */
  readonly region?: string;
  readonly headers?: { readonly [name: string]: RequestValue };
  readonly path?: { readonly [name: string]: RequestValue };
  /** The template that makes the body; without one, the body passes untouched. */
  readonly template?: string;
  readonly responses: readonly CustomResponse[];
}

/** A backend that is one call of a service, with a role of its own. */
export class ServiceBackend implements IBackend {
  constructor(private readonly call: (route: BackendBindOptions) => ServiceCall) {}

  public bind(route: BackendBindOptions): BackendConfig {
    const call = this.call(route);
    const { service, target, region, method = 'POST', template } = call;
    const parameters = renderRequestParameters(call);
    const responses = renderResponses(call.responses);
    const role = makeServiceRole(route, call);
    return {
      integration: {
        type: 'aws',
        httpMethod: method,
        uri: renderServiceUri(route, service, target, region),
        credentials: role.roleArn,
        passthroughBehavior: template === undefined ? 'when_no_templates' : 'never',
        ...(Object.keys(parameters).length > 0 && { requestParameters: parameters }),
        ...(template !== undefined && { requestTemplates: { 'application/json': template } }),
        responses: responses.integration,
      },
      responses: responses.declared,
      role,
      parameters: mappedValues(call),
    };
  }
}
