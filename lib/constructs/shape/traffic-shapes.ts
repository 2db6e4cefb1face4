import type { UsagePlanOptions, UsagePlanProps } from '../traffic/usage-plan';
import type { ManagedRuleGroupOptions, ManagedRuleGroupName } from '../traffic/managed-rule-group';
import type { WebAclLogOptions } from '../traffic/web-acl-log';
import type { ManagedWebAclProps } from '../traffic/managed-web-acl';
import { THROTTLE_SETTINGS, QUOTA_SETTINGS } from './cdk-shapes';
import type { Shape } from './shape';

export const USAGE_PLAN_OPTIONS: Shape<UsagePlanOptions> = {
  members: {
    planName: 'text',
    description: 'text',
    throttle: THROTTLE_SETTINGS,
    quota: QUOTA_SETTINGS,
    routes: { each: THROTTLE_SETTINGS },
  },
};

export const USAGE_PLAN_PROPS: Shape<UsagePlanProps> = {
  members: { ...USAGE_PLAN_OPTIONS.members, api: 'object!' },
};

export const MANAGED_RULE_GROUP_OPTIONS: Shape<ManagedRuleGroupOptions> = {
  members: { countOnly: 'texts', version: 'text' },
};

export const MANAGED_RULE_GROUP_NAME: Shape<ManagedRuleGroupName> = {
  members: { ...MANAGED_RULE_GROUP_OPTIONS.members, name: 'text!', vendor: 'text' },
};

export const WEB_ACL_LOG_OPTIONS: Shape<WebAclLogOptions> = {
  members: { destinationArn: 'text', retention: 'number', removalPolicy: 'text' },
};

export const MANAGED_WEB_ACL_PROPS: Shape<ManagedWebAclProps> = {
  members: { rateLimitPerIp: 'number', ruleGroups: 'list', rules: 'list', log: 'object' },
};
