import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { ManagedRuleGroup } from './managed-rule-group';
import { WebAclLog } from './web-acl-log';
import { findShapeFaults } from '../shape/shape';
import { MANAGED_WEB_ACL_PROPS } from '../shape/traffic-shapes';

/** Rules that are made stand behind those of the user's own. */
const FIRST_PRIORITY = 1000;
const SMALLEST_RATE = 10;
const LARGEST_RATE = 2_000_000_000;

/** What a firewall lets through. */
export interface ManagedWebAclProps {
  /**
   * Requests that one address may send in five minutes; it is refused until it sends fewer.
   *
   * @default - any number, as the stage's throttle allows
   */
  readonly rateLimitPerIp?: number;

  /**
   * Groups of rules that are kept current by others, in the order in which they look at a request.
   *
   * @default - `ManagedRuleGroup.common()`, `.knownBadInputs()` and `.ipReputation()`
   */
  readonly ruleGroups?: ManagedRuleGroup[];

  /**
   * Rules of your own, with priorities below 1000: they look at a request before all others do.
   *
   * @default - none
   */
  readonly rules?: wafv2.CfnWebACL.RuleProperty[];

  /**
   * Which requests are logged.
   *
   * @default WebAclLog.refused()
   */
  readonly log?: WebAclLog;
}

/**
 * A firewall with managed rules. `WebAcl.managed` makes one for one API; to put one in front of several, make it here and give each of them
 * `WebAcl.existing(firewall.webAcl)`.
 *
 * @example
 * const firewall = new ManagedWebAcl(this, 'Firewall', { rateLimitPerIp: 2000 });
 * new ServerlessApi(this, 'Orders', { webAcl: WebAcl.existing(firewall.webAcl) });
 */
export class ManagedWebAcl extends Construct {
  /** The ACL. */
  public readonly webAcl: wafv2.CfnWebACL;

  constructor(scope: Construct, id: string, props: ManagedWebAclProps = {}) {
    super(scope, id);
    const log = props.log ?? WebAclLog.refused();
    const faults = findShapeFaults(props, MANAGED_WEB_ACL_PROPS, () => findFaults(props, log));
    if (faults.length > 0) throw new ConstructError(this, faults);
    this.webAcl = new wafv2.CfnWebACL(this, 'Resource', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: renderRules(props),
      visibilityConfig: renderVisibility('WebAcl'),
    });
    const logging = log._bind(this);
    if (logging) {
      new wafv2.CfnLoggingConfiguration(this, 'Logging', { ...logging, resourceArn: this.webAcl.attrArn });
    }
  }
}

function renderRules({ rules = [], rateLimitPerIp, ruleGroups }: ManagedWebAclProps): wafv2.CfnWebACL.RuleProperty[] {
  const groups = ruleGroups ?? [
    ManagedRuleGroup.common(),
    ManagedRuleGroup.knownBadInputs(),
    ManagedRuleGroup.ipReputation(),
  ];
  return [
    ...rules,
    ...(rateLimitPerIp === undefined ? [] : [renderRateLimit(rateLimitPerIp)]),
    // A priority for the rate alone, so that groups keep theirs when it comes or goes.
    ...groups.map((group, index) => group._render(FIRST_PRIORITY + 1 + index)),
  ];
}

function renderRateLimit(limit: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: 'RateLimitPerIp',
    priority: FIRST_PRIORITY,
    action: { block: {} },
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
    visibilityConfig: renderVisibility('RateLimitPerIp'),
  };
}

function renderVisibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

function findFaults({ rateLimitPerIp, rules = [], ruleGroups = [] }: ManagedWebAclProps, log: WebAclLog): string[] {
  const faults = rules
    .filter(({ priority }) => priority >= FIRST_PRIORITY)
    .map(({ name, priority }) => `rules: "${name}" must have a priority below ${FIRST_PRIORITY}, got "${priority}"`);
  if (rateLimitPerIp !== undefined && !(rateLimitPerIp >= SMALLEST_RATE && rateLimitPerIp <= LARGEST_RATE)) {
    faults.push(`rateLimitPerIp must be ${SMALLEST_RATE} to ${LARGEST_RATE} requests, got "${rateLimitPerIp}"`);
  }
  const names = [...rules, ...ruleGroups].map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  faults.push(...twice.map((name) => `the rule "${name}" is there twice`));
  const logFault = log._findFault();
  return logFault === undefined ? faults : [...faults, logFault];
}
