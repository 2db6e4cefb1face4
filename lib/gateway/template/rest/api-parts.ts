import type { WebAclModel } from '../../model';
import type { Evaluation, Resource } from '../evaluation';
import { optionalText } from '../read';
import type { Report } from '../report';
import { findWebAcl } from '../web-acl/web-acls';
import type { StageWebAcl } from './stages';

const BESIDE_BODY = [
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
];

/** Resources that belong to an API by its id, in whatever stack they stand. */
export class ApiParts {
  private readonly byType = new Map<string, ReadonlyMap<string, Resource[]>>();
  private webAclArns: ReadonlyMap<string, string> | undefined;
  private readonly webAcls = new Map<string, WebAclModel | undefined>();

  constructor(
    private readonly evaluation: Evaluation,
    private readonly report: Report,
  ) {}

  of(type: string, apiId: string): readonly Resource[] {
    let index = this.byType.get(type);
    if (index === undefined) this.byType.set(type, (index = this.indexOf(type)));
    return index.get(apiId) ?? [];
  }

  each(type: string, apiId: string, read: (resource: Resource) => void): void {
    for (const resource of this.of(type, apiId)) this.report.faults.attempt(resource.origin.path, () => read(resource));
  }

  webAclOf(apiId: string, stage: string): StageWebAcl {
    this.webAclArns ??= this.readAssociations();
    const arn = this.webAclArns.get(`/restapis/${apiId}/stages/${stage}`);
    if (arn === undefined) return {};
    if (!this.webAcls.has(arn)) this.webAcls.set(arn, findWebAcl(arn, this.evaluation, this.report));
    const model = this.webAcls.get(arn);
    return { webAclArn: arn, ...(model && { webAcl: model }) };
  }

  /** Methods and such beside a body go with its next import, if that overwrites. */
  reportLost(apiId: string): void {
    for (const type of BESIDE_BODY) {
      for (const { origin } of this.of(type, apiId)) {
        this.report.add(
          origin.path,
          'differs',
          'stands beside a body: the next import with Mode "overwrite" deletes it on AWS',
        );
      }
    }
  }

  private indexOf(type: string): ReadonlyMap<string, Resource[]> {
    const index = new Map<string, Resource[]>();
    for (const resource of this.evaluation.resources(type)) {
      this.report.faults.attempt(resource.origin.path, () => {
        const id = optionalText(resource.properties, 'RestApiId') ?? '';
        const list = index.get(id) ?? [];
        index.set(id, list);
        list.push(resource);
      });
    }
    return index;
  }

  private readAssociations(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { origin, properties } of this.evaluation.resources('AWS::WAFv2::WebACLAssociation')) {
      this.report.faults.attempt(origin.path, () => {
        const target = /\/restapis\/[^/]+\/stages\/.+$/.exec(optionalText(properties, 'ResourceArn') ?? '')?.[0];
        if (target !== undefined) found.set(target, optionalText(properties, 'WebACLArn') ?? '');
      });
    }
    return found;
  }
}
