import type { RestApiModel, RestStageModel, VpcEndpoint } from '../../model';
import type { Evaluation, Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import { optionalText, flag } from '../read';
import type { Report } from '../report';
import { readApiSettings, reportApi } from './api-settings';
import { ApiParts } from './api-parts';
import { readAuthorizer } from './authorizer';
import { type ApiDraft, finishDraft, newDraft } from './draft';
import { readGatewayResponse } from './gateway-response';
import { readMethod } from './methods';
import { BUILT_IN_SCHEMAS, readModelSchema, referencesOf } from './schemas';
import { readDeploymentCanary, readDeploymentStage, readStage } from './stages';
import { readTree } from './tree';
import { importBody } from '../open-api/import-body';

/** REST APIs of an assembly, written as a body, as resources, or as both. */
export function readRestApis(evaluation: Evaluation, report: Report): RestApiModel[] {
  const parts = new ApiParts(evaluation, report);
  return evaluation.resources('AWS::ApiGateway::RestApi').flatMap((api) => {
    const { path } = api.origin;
    return report.faults.attempt(path, () => readRestApi(api, parts, evaluation, report)) ?? [];
  });
}

function readRestApi(api: Resource, parts: ApiParts, evaluation: Evaluation, report: Report): RestApiModel {
  const draft = newDraft(api.origin, api.ref, api.attribute('RootResourceId'));
  readApiSettings(draft, api.properties);
  const hasBody = api.properties.Body !== undefined || api.properties.BodyS3Location !== undefined;
  // A body that is not here is told in the report; what it says is unknown.
  const isKnown = importBody(draft, api, report) || !hasBody;
  const isLost = hasBody && optionalText(api.properties, 'Mode')?.toLowerCase() === 'overwrite';
  if (!hasBody) for (const [name, schema] of Object.entries(BUILT_IN_SCHEMAS)) draft.schemas.set(name, schema);
  if (isLost) parts.reportLost(draft.id);
  if (api.properties.CloneFrom !== undefined) {
    report.add(
      api.origin.path,
      'denies',
      `what it is a clone of, "${String(api.properties.CloneFrom)}", is not in it here`,
    );
  }
  addParts(draft, parts, report);
  const deployments = parts.of('AWS::ApiGateway::Deployment', draft.id);
  if (isKnown && deployments.length > 0 && draft.methods.size === 0 && report.faults.all.length === 0) {
    report.faults.add(api.origin.path, "The REST API doesn't contain any methods");
  }
  const stages = readStages(draft, parts, report);
  reportApi(draft, stages, report);
  return finishDraft(draft, { stages, vpcEndpoint: findVpcEndpoint(draft, evaluation) });
}

function findVpcEndpoint(
  { endpointType, vpcEndpointId: id }: ApiDraft,
  evaluation: Evaluation,
): VpcEndpoint | undefined {
  if (endpointType !== 'PRIVATE' || id === undefined) return undefined;
  const resource = evaluation.resources('AWS::EC2::VPCEndpoint').find(({ ref }) => ref === id);
  const vpcId = resource && optionalText(resource.properties, 'VpcId');
  return { id, ...(vpcId !== undefined && { vpcId }) };
}

/** Adds what stands in the template as resources of their own. */
function addParts(draft: ApiDraft, parts: ApiParts, report: Report): void {
  const { faults } = report;
  parts.each('AWS::ApiGateway::Model', draft.id, (model) => {
    if (draft.schemas.has(model.ref) && !Object.hasOwn(BUILT_IN_SCHEMAS, model.ref)) {
      throw new DefinitionFault(`Model name already exists for this REST API: "${model.ref}"`);
    }
    draft.schemas.set(model.ref, readModelSchema(model.ref, model.properties.Schema));
  });
  checkReferences(draft, report);
  parts.each('AWS::ApiGateway::Authorizer', draft.id, (authorizer) => {
    draft.authorizers.set(authorizer.ref, readAuthorizer(authorizer.ref, authorizer.properties));
  });
  parts.each('AWS::ApiGateway::RequestValidator', draft.id, (validator) => {
    draft.validators.set(validator.ref, {
      body: flag(validator.properties, 'ValidateRequestBody'),
      parameters: flag(validator.properties, 'ValidateRequestParameters'),
    });
  });
  parts.each('AWS::ApiGateway::GatewayResponse', draft.id, (response) => {
    const type = optionalText(response.properties, 'ResponseType') ?? '';
    draft.gatewayResponses.set(type, readGatewayResponse(type, response.properties));
  });
  const nodes = readTree(draft, parts.of('AWS::ApiGateway::Resource', draft.id), faults);
  parts.each('AWS::ApiGateway::Method', draft.id, (method) => {
    const node = nodes.get(optionalText(method.properties, 'ResourceId') ?? '');
    if (node === undefined) {
      // A resource with a fault of its own explains its methods' absence.
      if (faults.all.length === 0) faults.add(method.origin.path, 'Invalid Resource identifier specified');
      return;
    }
    const model = readMethod(method, node, draft);
    draft.methods.set(`${model.httpMethod} ${model.resourcePath}`, { model, path: method.origin.path });
  });
}

function checkReferences(draft: ApiDraft, report: Report): void {
  for (const [name, schema] of draft.schemas) {
    for (const reference of referencesOf(schema)) {
      if (draft.schemas.has(reference)) continue;
      report.faults.add(
        draft.origin.path,
        `the model "${name}" refers to the model "${reference}", which does not exist`,
      );
    }
  }
}

function readStages(draft: ApiDraft, parts: ApiParts, report: Report): RestStageModel[] {
  const stages = new Map<string, RestStageModel>();
  parts.each('AWS::ApiGateway::Stage', draft.id, (resource) => {
    const name = optionalText(resource.properties, 'StageName') ?? resource.ref;
    const stage = readStage(resource, parts.webAclOf(draft.id, name));
    if (resource.properties.ClientCertificateId !== undefined) {
      report.add(resource.origin.path, 'differs', 'backends see no client certificate of the stage');
    }
    if (stage.canary !== undefined) {
      const message =
        'the API as it was is not known: its requests and those of the canary differ by stage variables and cache alone';
      report.add(resource.origin.path, 'differs', message);
    }
    report.addUnknowns(resource.origin.path, 'a stage variable', stage.variables);
    stages.set(stage.name, stage);
  });
  parts.each('AWS::ApiGateway::Deployment', draft.id, (resource) => {
    const name = optionalText(resource.properties, 'StageName');
    if (name === undefined) return;
    const stage = stages.get(name) ?? readDeploymentStage(resource, parts.webAclOf(draft.id, name));
    const canary = stage.canary ?? readDeploymentCanary(resource);
    stages.set(name, canary === undefined ? stage : { ...stage, canary });
  });
  return [...stages.values()];
}
