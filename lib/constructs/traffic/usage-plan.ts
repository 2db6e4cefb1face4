import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { aws_apigateway as references } from 'aws-cdk-lib/interfaces';
import { Token } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { ConstructError } from '../construct-error';
import { checkProps } from '../shape/check-props';
import { USAGE_PLAN_PROPS } from '../shape/traffic-shapes';

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

/** Limits of single routes, by their keys. */
export type RouteLimits = Readonly<Record<string, apigateway.ThrottleSettings>>;

/** A published API of any kind, as usage plans see it. */
export interface IPlannedApi extends IConstruct {
  /**
   * The stage that a plan is for, with the limits of single routes in the plan's words.
   *
   * @internal
   */
  _planStage(routes: RouteLimits): apigateway.CfnUsagePlan.ApiStageProperty;
}

/** Properties of `UsagePlan`. */
export interface UsagePlanProps extends UsagePlanOptions {
  /** The API whose stage the plan is for. */
  readonly api: IPlannedApi;
}

/** A usage plan, made here or elsewhere. */
export interface IUsagePlan extends IConstruct {
  /** Id of the plan. */
  readonly usagePlanId: string;

  /** Makes a key of the plan, whose value API Gateway makes unless one is given. */
  addKey(id: string, options?: apigateway.ApiKeyOptions): apigateway.IApiKey;

  /** Takes in a key that exists already. The id keeps it apart from the plan's other keys. */
  addExistingKey(id: string, key: references.IApiKeyRef): void;
}

abstract class UsagePlanBase extends Construct implements IUsagePlan {
  public abstract readonly usagePlanId: string;

  public addKey(id: string, options: apigateway.ApiKeyOptions = {}): apigateway.IApiKey {
    const { value } = options;
    if (value !== undefined && !Token.isUnresolved(value) && !/^.{20,128}$/.test(value)) {
      throw new ConstructError(this, `key "${id}": value must be 20 to 128 characters, got ${value.length}`);
    }
    const key = new apigateway.ApiKey(this, id, options);
    this.addExistingKey(`${id} in plan`, key);
    return key;
  }

  public addExistingKey(id: string, key: references.IApiKeyRef): void {
    const { usagePlanId } = this;
    new apigateway.CfnUsagePlanKey(this, id, { keyId: key.apiKeyRef.apiKeyId, keyType: 'API_KEY', usagePlanId });
  }
}

/** A usage plan of one API or several. Only routes that require an API key ask for it. */
export class UsagePlan extends UsagePlanBase {
  /** A plan that was made elsewhere: it takes further keys, and neither limits nor APIs. */
  public static fromUsagePlanId(scope: Construct, id: string, usagePlanId: string): IUsagePlan {
    return new ImportedUsagePlan(scope, id, usagePlanId);
  }

  /** The inner usage plan. */
  public readonly plan: apigateway.UsagePlan;

  public readonly usagePlanId: string;

  private readonly stages: apigateway.CfnUsagePlan.ApiStageProperty[];

  constructor(scope: Construct, id: string, props: UsagePlanProps) {
    super(scope, id);
    checkProps(this, props, USAGE_PLAN_PROPS);
    const faults = findQuotaFaults(props.quota);
    if (faults.length > 0) throw new ConstructError(this, faults);
    const { api, planName, description, throttle, quota, routes = {} } = props;
    this.stages = [api._planStage(routes)];
    this.plan = new apigateway.UsagePlan(this, 'Plan', { name: planName, description });
    this.usagePlanId = this.plan.usagePlanId;
    const plan = this.plan.node.defaultChild as apigateway.CfnUsagePlan;
    // By the L1, because the L2 takes a limit of zero for none, and routes by methods, which a document has not.
    plan.throttle = throttle;
    plan.quota = quota;
    plan.apiStages = this.stages;
  }

  /** Makes the plan one for a further API, whose requests count against the same limits. Routes have limits of their own by their keys. */
  public addApi(api: IPlannedApi, routes: { readonly [key: string]: apigateway.ThrottleSettings } = {}): void {
    this.stages.push(api._planStage(routes));
  }
}

class ImportedUsagePlan extends UsagePlanBase {
  constructor(
    scope: Construct,
    id: string,
    public readonly usagePlanId: string,
  ) {
    super(scope, id);
  }
}

/** Days into its period at which a quota may begin. */
const LATEST: Readonly<Record<apigateway.Period, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

function findQuotaFaults(quota: apigateway.QuotaSettings | undefined): string[] {
  if (!quota) return [];
  const { limit, period, offset = 0 } = quota;
  if (limit === undefined || period === undefined) return ['quota must have both "limit" and "period"'];
  if (Token.isUnresolved(offset) || offset <= LATEST[period]) return [];
  return [`quota.offset must be at most ${LATEST[period]} for a period of ${period}, got ${offset}`];
}
