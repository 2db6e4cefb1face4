import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { FrontDoorApi } from '../front-door-api';
import { findRouteKeyFaults } from '../route-key';

/** What callers of a usage plan may send. */
export interface UsagePlanOptions {
  /**
   * Name of the plan.
   *
   * @default - CloudFormation names it
   */
  readonly planName?: string;

  /**
   * Description of the plan.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Requests of one key in all.
   *
   * @default - as many as the stage takes
   */
  readonly throttle?: apigateway.ThrottleSettings;

  /**
   * Requests of one key in a day, a week, or a month.
   *
   * @default - any number
   */
  readonly quota?: apigateway.QuotaSettings;

  /**
   * Requests of one key to single routes, by their keys: `POST /orders`.
   *
   * @default - as many as in all
   */
  readonly routes?: { readonly [key: string]: apigateway.ThrottleSettings };
}

/** Properties of `UsagePlan`. */
export interface UsagePlanProps extends UsagePlanOptions {
  /** The API whose stage the plan is for. */
  readonly api: FrontDoorApi;
}

/** A usage plan of one API. Only routes that require an API key ask for it. */
export class UsagePlan extends Construct {
  /** The inner usage plan. */
  public readonly plan: apigateway.UsagePlan;

  constructor(scope: Construct, id: string, props: UsagePlanProps) {
    super(scope, id);
    const { api, planName, description, throttle, quota, routes = {} } = props;
    const faults = Object.keys(routes).flatMap(findRouteKeyFaults);
    if (faults.length > 0) throw new ConstructError(this, faults);
    this.plan = new apigateway.UsagePlan(this, 'Plan', {
      name: planName,
      description,
      apiStages: [{ api: api.restApi, stage: api.stage }],
    });
    const plan = this.plan.node.defaultChild as apigateway.CfnUsagePlan;
    // By the L1, because the L2 takes a limit of zero for none.
    plan.throttle = throttle;
    plan.quota = quota;
    if (Object.keys(routes).length > 0) limitRoutes(plan, api, routes);
  }

  /** Makes a key of the plan, whose value API Gateway makes unless one is given. */
  public addKey(id: string, options: apigateway.ApiKeyOptions = {}): apigateway.IApiKey {
    const key = new apigateway.ApiKey(this, id, options);
    this.addExistingKey(`${id} in plan`, key);
    return key;
  }

  /** Takes in a key that exists already. The id keeps it apart from the plan's other keys. */
  public addExistingKey(id: string, key: apigateway.IApiKey): void {
    new apigateway.CfnUsagePlanKey(this, id, {
      keyId: key.keyId,
      keyType: 'API_KEY',
      usagePlanId: this.plan.usagePlanId,
    });
  }
}

/** Limits are by path and method, which the L2 takes from methods, and a document has none. */
function limitRoutes(
  plan: apigateway.CfnUsagePlan,
  api: FrontDoorApi,
  routes: Record<string, apigateway.ThrottleSettings>,
): void {
  const throttle = Object.entries(routes).map(([key, { rateLimit, burstLimit }]) => {
    const { path, method } = api.route(key);
    return [`${path}/${method}`, { RateLimit: rateLimit, BurstLimit: burstLimit }];
  });
  plan.addPropertyOverride('ApiStages.0.Throttle', Object.fromEntries(throttle));
}
