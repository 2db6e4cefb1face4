import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CfnOutput, Fn, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { FrontDoorBase, type IFrontDoor } from './front-door';
import { FRONT_DOOR_API_ATTRIBUTES } from './shape/api-shapes';
import { checkProps } from './shape/check-props';

/** What is known of an API that was made elsewhere. */
export interface FrontDoorApiAttributes {
  /** Id that API Gateway gave the API. */
  readonly restApiId: string;

  /** Name of the API, by which its metrics are found. */
  readonly apiName: string;

  /**
   * Name of the stage.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * URL of the stage, where it has a domain of its own.
   *
   * @default - the URL that API Gateway gives the stage
   */
  readonly url?: string;

  /**
   * Region of the API.
   *
   * @default - the region of the stack
   */
  readonly region?: string;

  /**
   * Account of the API.
   *
   * @default - the account of the stack
   */
  readonly account?: string;
}

/** An API that was made elsewhere: to be called, measured, and granted on. Routes are added where it was made. */
export class ImportedApi extends FrontDoorBase {
  public readonly restApiId: string;
  public readonly apiName: string;
  public readonly stageName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: FrontDoorApiAttributes,
  ) {
    super(scope, id);
    checkProps(this, attributes, FRONT_DOOR_API_ATTRIBUTES);
    const { url } = attributes;
    if (url !== undefined && !Token.isUnresolved(url) && !/^https:\/\/[^/?#]+\/([^?#]*\/)?$/.test(url)) {
      throw new ConstructError(this, `url must start with "https://" and end with "/", got "${url}"`);
    }
    this.restApiId = attributes.restApiId;
    this.apiName = attributes.apiName;
    this.stageName = attributes.stageName ?? 'prod';
  }

  public override metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    const { region, account } = this.attributes;
    return super.metric(metricName, { region, account, ...props });
  }

  /** @internal */
  protected override _urlOf(path: string): string {
    const { url } = this.attributes;
    return url === undefined ? super._urlOf(path) : url + path.slice(1);
  }

  /** @internal */
  protected override get _environment(): { readonly region: string; readonly account: string } {
    const { region, account } = Stack.of(this);
    return { region: this.attributes.region ?? region, account: this.attributes.account ?? account };
  }
}

/** Names of exports, by what they hold. */
const EXPORTS = { restApiId: 'RestApiId', apiName: 'ApiName', stageName: 'StageName', url: 'Url' } as const;

/** Exports what other apps need of an API. */
export function exportApi(api: IFrontDoor & Construct, prefix: string): void {
  for (const [key, name] of Object.entries(EXPORTS)) {
    const value = api[key as keyof typeof EXPORTS];
    new CfnOutput(api, `Exported ${name}`, { value, exportName: `${prefix}-${name}` });
  }
}

/** What another app has exported of an API. */
export function importAttributes(prefix: string): FrontDoorApiAttributes {
  const valueOf = (key: keyof typeof EXPORTS) => Fn.importValue(`${prefix}-${EXPORTS[key]}`);
  return {
    restApiId: valueOf('restApiId'),
    apiName: valueOf('apiName'),
    stageName: valueOf('stageName'),
    url: valueOf('url'),
  };
}
