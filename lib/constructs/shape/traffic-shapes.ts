import type { UsagePlanOptions, UsagePlanProps } from '../traffic/usage-plan';
import type { ManagedRuleGroupOptions, ManagedRuleGroupName } from '../traffic/managed-rule-group';
import type { WebAclLogOptions } from '../traffic/web-acl-log';
import type { ManagedWebAclProps } from '../traffic/managed-web-acl';
import { THROTTLE_SETTINGS, QUOTA_SETTINGS } from './cdk-shapes';
import type { Shape } from './shape';

export const USAGE_PLAN_OPTIONS: Shape<UsagePlanOptions> = {
  members: {
    planName: 'optional',
    description: 'optional',
    throttle: THROTTLE_SETTINGS,
    quota: QUOTA_SETTINGS,
    routes: { each: THROTTLE_SETTINGS },
  },
};

export const USAGE_PLAN_PROPS: Shape<UsagePlanProps> = {
  members: { ...USAGE_PLAN_OPTIONS.members, api: 'required' },
};

export const MANAGED_RULE_GROUP_OPTIONS: Shape<ManagedRuleGroupOptions> = {
  members: { countOnly: 'optional', version: 'optional' },
};

export const MANAGED_RULE_GROUP_NAME: Shape<ManagedRuleGroupName> = {
  members: { ...MANAGED_RULE_GROUP_OPTIONS.members, name: 'required', vendor: 'optional' },
};

export const WEB_ACL_LOG_OPTIONS: Shape<WebAclLogOptions> = {
  members: { destinationArn: 'optional', retention: 'optional', removalPolicy: 'optional' },
};

export const MANAGED_WEB_ACL_PROPS: Shape<ManagedWebAclProps> = {
  members: { rateLimitPerIp: 'optional', ruleGroups: 'optional', rules: 'optional', log: 'optional' },
};
