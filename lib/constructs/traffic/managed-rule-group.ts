import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { checkOptions } from '../shape/shape';
import { MANAGED_RULE_GROUP_NAME, MANAGED_RULE_GROUP_OPTIONS } from '../shape/traffic-shapes';

/** How a group of managed rules is used. */
export interface ManagedRuleGroupOptions {
  /**
   * Names of rules that only count what they find and let it pass, as `SizeRestrictions_BODY` of the common rules, which
   * refuses bodies above 8 KB.
   *
   * @default - every rule does what the group says
   */
  readonly countOnly?: string[];

  /**
   * Version of the group: `Version_1.4`.
   *
   * @default - the version that the vendor recommends
   */
  readonly version?: string;
}

/** What names a group of managed rules. */
export interface ManagedRuleGroupName extends ManagedRuleGroupOptions {
  /** Name of the group: `AWSManagedRulesLinuxRuleSet`. */
  readonly name: string;

  /**
   * Who keeps the rules.
   *
   * @default 'AWS'
   */
  readonly vendor?: string;
}

/** A group of rules that AWS, or a vendor of its marketplace, keeps current. */
export class ManagedRuleGroup {
  /** What most attacks on web applications have in common. Bodies above 8 KB are among what it refuses. */
  public static common(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return ManagedRuleGroup.ofAws('AWSManagedRulesCommonRuleSet', options);
  }

  /** Requests that are known to exploit something. */
  public static knownBadInputs(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return ManagedRuleGroup.ofAws('AWSManagedRulesKnownBadInputsRuleSet', options);
  }

  /** Addresses that Amazon knows as bots and attackers. */
  public static ipReputation(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return ManagedRuleGroup.ofAws('AWSManagedRulesAmazonIpReputationList', options);
  }

  /** Addresses of proxies, VPNs, Tor and hosting providers. */
  public static anonymousIps(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return ManagedRuleGroup.ofAws('AWSManagedRulesAnonymousIpList', options);
  }

  /** SQL in requests. */
  public static sqlInjection(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return ManagedRuleGroup.ofAws('AWSManagedRulesSQLiRuleSet', options);
  }

  /** Any other group. */
  public static named(group: ManagedRuleGroupName): ManagedRuleGroup {
    return new ManagedRuleGroup(checkOptions('ManagedRuleGroup.named', group, MANAGED_RULE_GROUP_NAME));
  }

  private static ofAws(name: string, options: ManagedRuleGroupOptions): ManagedRuleGroup {
    checkOptions(`ManagedRuleGroup of "${name}"`, options, MANAGED_RULE_GROUP_OPTIONS);
    return new ManagedRuleGroup({ ...options, name });
  }

  /** Name of the group. */
  public readonly name: string;

  private constructor(private readonly group: ManagedRuleGroupName) {
    this.name = group.name;
  }

  /** @internal */
  public _render(priority: number): wafv2.CfnWebACL.RuleProperty {
    const { name, vendor = 'AWS', version, countOnly = [] } = this.group;
    return {
      name,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: vendor,
          name,
          version,
          ...(countOnly.length > 0 && {
            ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
          }),
        },
      },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true },
    };
  }
}
