import type { PolicyDocument, RoleModel } from '../model';
import type { Evaluation } from './evaluation';
import { managedPolicy } from './managed-policies';
import { list, optionalText, type Properties, record, records, texts } from './read';
import type { Report } from './report';

/** Roles with everything attached to them: inline policies, policy resources, managed policies of the assembly. */
export function readRoles(evaluation: Evaluation, report: Report): ReadonlyMap<string, RoleModel> {
  const attached = readAttached(evaluation, report);
  const roles = new Map<string, RoleModel>();
  for (const role of evaluation.resources('AWS::IAM::Role')) {
    report.faults.attempt(role.origin.path, () => {
      const arn = role.attribute('Arn');
      const inline = records(role.properties, 'Policies').map((policy) => policyDocument(policy));
      const find = (policy: string) => attached.byArn.get(policy) ?? managedPolicy(policy);
      const managed = texts(role.properties, 'ManagedPolicyArns');
      const policies = [
        ...inline,
        ...(attached.byRole.get(role.ref) ?? []),
        ...managed.flatMap((policy) => find(policy) ?? []),
      ];
      const unknownPolicies = managed.filter((policy) => !find(policy));
      const boundary = optionalText(role.properties, 'PermissionsBoundary');
      const limit = boundary === undefined ? undefined : find(boundary);
      roles.set(arn, {
        origin: role.origin,
        arn,
        name: role.ref,
        policies,
        ...(limit && { boundary: limit }),
        ...(unknownPolicies.length > 0 && { unknownPolicies }),
        ...(boundary !== undefined && !limit && { unknownBoundary: boundary }),
      });
    });
  }
  return roles;
}

interface Attached {
  readonly byRole: ReadonlyMap<string, readonly PolicyDocument[]>;
  readonly byArn: ReadonlyMap<string, PolicyDocument>;
}

function readAttached(evaluation: Evaluation, report: Report): Attached {
  const byRole = new Map<string, PolicyDocument[]>();
  const byArn = new Map<string, PolicyDocument>();
  const attach = (role: string, document: PolicyDocument): void => {
    byRole.set(role, [...(byRole.get(role) ?? []), document]);
  };
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']) {
    for (const policy of evaluation.resources(type)) {
      report.faults.attempt(policy.origin.path, () => {
        const document = policyDocument(policy.properties);
        for (const role of texts(policy.properties, 'Roles')) attach(role, document);
        const single = optionalText(policy.properties, 'RoleName');
        if (single !== undefined) attach(single, document);
        if (type === 'AWS::IAM::ManagedPolicy') byArn.set(policy.ref, document);
      });
    }
  }
  return { byRole, byArn };
}

function policyDocument(properties: Properties): PolicyDocument {
  return readPolicy(record(properties, 'PolicyDocument'));
}

/** A policy document with its statements as a list. */
export function readPolicy(document: Properties): PolicyDocument {
  return { ...document, Statement: list(document, 'Statement') as PolicyDocument['Statement'] };
}
