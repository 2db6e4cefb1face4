import * as logs from 'aws-cdk-lib/aws-logs';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, Names, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { checkOptions } from '../shape/shape';
import { WEB_ACL_LOG_OPTIONS } from '../shape/traffic-shapes';

const PREFIX = 'aws-waf-logs-';
const LONGEST_NAME = 400;

/** Where the log of a firewall goes. */
export interface WebAclLogOptions {
  /**
   * ARN of a log group, delivery stream or bucket whose name starts with `aws-waf-logs-`.
   *
   * @default - a log group is made
   */
  readonly destinationArn?: string;

  /**
   * How long lines are kept in the log group that is made.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What becomes of that log group when the firewall is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Which requests a firewall writes into its log. Credentials in headers and cookies are never written. */
export class WebAclLog {
  /** Requests that a rule refused, or would have. */
  public static refused(options: WebAclLogOptions = {}): WebAclLog {
    return new WebAclLog(checkOptions('WebAclLog.refused', options, WEB_ACL_LOG_OPTIONS), {
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
        },
      ],
    });
  }

  /** Every request. */
  public static everything(options: WebAclLogOptions = {}): WebAclLog {
    return new WebAclLog(checkOptions('WebAclLog.everything', options, WEB_ACL_LOG_OPTIONS));
  }

  /** No log. */
  public static off(): WebAclLog {
    return new WebAclLog();
  }

  private constructor(
    private readonly options?: WebAclLogOptions,
    private readonly filter?: object,
  ) {}

  /** @internal */
  public _bind(scope: Construct): Omit<wafv2.CfnLoggingConfigurationProps, 'resourceArn'> | undefined {
    if (!this.options) return undefined;
    return {
      logDestinationConfigs: [this.options.destinationArn ?? makeLogGroup(scope, this.options)],
      loggingFilter: this.filter,
      redactedFields: ['authorization', 'cookie', 'x-api-key'].map((Name) => ({ singleHeader: { Name } })),
    };
  }

  /** @internal */
  public _findFault(): string | undefined {
    const arn = this.options?.destinationArn;
    if (arn === undefined || Token.isUnresolved(arn) || arn.includes(PREFIX)) return undefined;
    return `log must go to a destination whose name starts with "${PREFIX}", got "${arn}"`;
  }
}

function makeLogGroup(scope: Construct, options: WebAclLogOptions): string {
  const { retention = logs.RetentionDays.ONE_MONTH, removalPolicy = RemovalPolicy.DESTROY } = options;
  const logGroup = new logs.LogGroup(scope, 'Log', {
    logGroupName: PREFIX + Names.uniqueResourceName(scope, { maxLength: LONGEST_NAME, separator: '-' }),
    retention,
    removalPolicy,
  });
  return Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroup.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
