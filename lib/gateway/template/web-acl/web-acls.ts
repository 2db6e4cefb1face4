import type { WebAclAction, WebAclModel, WebAclResponse, WebAclRule } from '../../model';
import type { Evaluation, Resource } from '../evaluation';
import { optionalNumber, optionalRecord, optionalText, type Properties, record, records, text } from '../read';
import type { Report } from '../report';
import { NotJudged } from './not-judged';
import { readStatement } from './statement';

/** A firewall of the assembly; rules that only AWS can judge are named and left out. */
export function findWebAcl(arn: string, evaluation: Evaluation, report: Report): WebAclModel | undefined {
  const acl = evaluation.resources('AWS::WAFv2::WebACL').find((each) => each.attribute('Arn') === arn);
  return acl && report.faults.attempt(acl.origin.path, () => readWebAcl(acl, evaluation, report));
}

interface Reading {
  readonly evaluation: Evaluation;
  readonly arn: string;
  readonly bodies: Properties;
  /** Rules that are left out, with what of them cannot be judged. */
  readonly skipped: string[];
}

function readWebAcl(acl: Resource, evaluation: Evaluation, report: Report): WebAclModel {
  const { properties, origin } = acl;
  const arn = acl.attribute('Arn');
  const bodies = record(properties, 'CustomResponseBodies');
  const reading: Reading = { evaluation, arn, bodies, skipped: [] };
  const rules = readRules(properties, reading);
  if (reading.skipped.length > 0) {
    report.add(origin.path, 'differs', `these rules of the web ACL are not evaluated: ${reading.skipped.join(', ')}`);
  }
  const defaultAction = readAction(record(properties, 'DefaultAction'), bodies);
  return { arn, name: optionalText(properties, 'Name') ?? acl.origin.logicalId, defaultAction, rules };
}

function readRules(owner: Properties, reading: Reading): WebAclRule[] {
  return [...records(owner, 'Rules')]
    .sort((a, b) => (optionalNumber(a, 'Priority') ?? 0) - (optionalNumber(b, 'Priority') ?? 0))
    .flatMap((rule) => {
      const name = text(rule, 'Name');
      try {
        const statement = record(rule, 'Statement');
        const group = optionalRecord(statement, 'RuleGroupReferenceStatement');
        return group ? readGroup(rule, group, reading) : [readRule(rule, name, reading)];
      } catch (error) {
        if (!(error instanceof NotJudged)) throw error;
        reading.skipped.push(`"${name}" (${error.message})`);
        return [];
      }
    });
}

function readRule(rule: Properties, name: string, { evaluation, arn, bodies }: Reading): WebAclRule {
  const statement = readStatement(record(rule, 'Statement'), { evaluation, id: `${arn} ${name}` });
  const labels = records(rule, 'RuleLabels').map((label) => text(label, 'Name'));
  return { name, action: readAction(record(rule, 'Action'), bodies), labels, statement };
}

/** A group's rules in the place of the rule that refers to them. @throws NotJudged for a group that is elsewhere */
function readGroup(rule: Properties, reference: Properties, reading: Reading): WebAclRule[] {
  const arn = text(reference, 'Arn');
  const group = reading.evaluation.resources('AWS::WAFv2::RuleGroup').find((each) => each.attribute('Arn') === arn);
  if (!group) throw new NotJudged(`"${arn}", which is not in the assembly`);
  const { properties } = group;
  const bodies = record(properties, 'CustomResponseBodies');
  const rules = readRules(properties, { ...reading, arn: `${reading.arn} ${arn}`, bodies });
  const excluded = records(reference, 'ExcludedRules').map((each) => text(each, 'Name'));
  const overrides = records(reference, 'RuleActionOverrides');
  const isCounted = optionalRecord(record(rule, 'OverrideAction'), 'Count') !== undefined;
  return rules.map((each) => {
    const override = overrides.find((one) => optionalText(one, 'Name') === each.name);
    const own = override ? readAction(record(override, 'ActionToUse'), reading.bodies) : each.action;
    return { ...each, action: isCounted || excluded.includes(each.name) ? { kind: 'COUNT' } : own };
  });
}

function readAction(action: Properties, bodies: Properties): WebAclAction {
  const [kind = 'nothing'] = Object.keys(action);
  switch (kind) {
    case 'Allow':
      return { kind: 'ALLOW' };
    case 'Count':
      return { kind: 'COUNT' };
    case 'Block': {
      const response = readResponse(optionalRecord(record(action, 'Block'), 'CustomResponse'), bodies);
      return { kind: 'BLOCK', ...(response && { response }) };
    }
    default:
      throw new NotJudged(`the action ${kind}`);
  }
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  TEXT_PLAIN: 'text/plain',
  TEXT_HTML: 'text/html',
  APPLICATION_JSON: 'application/json',
};

function readResponse(response: Properties | undefined, bodies: Properties): WebAclResponse | undefined {
  if (response === undefined) return undefined;
  const key = optionalText(response, 'CustomResponseBodyKey');
  const body = key === undefined ? {} : record(bodies, key);
  const contentType = CONTENT_TYPES[optionalText(body, 'ContentType') ?? ''];
  return {
    status: optionalNumber(response, 'ResponseCode') ?? 403,
    headers: records(response, 'ResponseHeaders').map((each) => [text(each, 'Name'), text(each, 'Value')] as const),
    ...(contentType !== undefined && { contentType }),
    body: optionalText(body, 'Content') ?? '',
  };
}
