import type { RestStageModel } from '../../model';
import { DefinitionFault } from '../faults';
import { flag, optionalChoice, optionalNumber, optionalText, type Properties, record, texts } from '../read';
import type { Report } from '../report';
import { readPolicy } from '../roles';
import type { ApiDraft } from './draft';

const ENDPOINT_TYPES = ['EDGE', 'REGIONAL', 'PRIVATE'] as const;

/** Settings of `AWS::ApiGateway::RestApi` that are properties. @throws DefinitionFault */
export function readApiSettings(draft: ApiDraft, properties: Properties): void {
  draft.name = optionalText(properties, 'Name') ?? draft.name;
  if (properties.Description === '') throw new DefinitionFault('Description cannot be an empty string');
  draft.endpointType = endpointTypeOf(properties);
  draft.vpcEndpointId = texts(record(properties, 'EndpointConfiguration'), 'VpcEndpointIds')[0];
  draft.disableExecuteApiEndpoint = flag(properties, 'DisableExecuteApiEndpoint');
  draft.apiKeySource = optionalChoice(properties, 'ApiKeySourceType', ['HEADER', 'AUTHORIZER'] as const) ?? 'HEADER';
  draft.binaryMediaTypes = texts(properties, 'BinaryMediaTypes').map(unescapeSlash);
  const compression = optionalNumber(properties, 'MinimumCompressionSize');
  if (compression !== undefined) draft.minimumCompressionSize = checkedCompression(compression);
  const policy = properties.Policy === undefined ? {} : asPolicy(properties.Policy);
  if (Object.keys(policy).length > 0) draft.policy = readPolicy(policy);
}

export function checkedCompression(size: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= 10_485_760) return size;
  throw new DefinitionFault('Invalid minimum compression size, must be between 0 and 10485760');
}

/** `image~1png`, the form of patches, is taken for `image/png`. */
export function unescapeSlash(mediaType: string): string {
  return mediaType.replaceAll('~1', '/');
}

/** Says what a REST API has that AWS does and localhost does not. */
export function reportApi(draft: ApiDraft, stages: readonly RestStageModel[], report: Report): void {
  const { path } = draft.origin;
  if (draft.endpointType === 'EDGE') {
    report.add(path, 'ignored', 'is edge-optimized: no CloudFront stands in front here, its headers have fixed values');
  }
  if (draft.endpointType === 'PRIVATE') {
    const way = draft.vpcEndpointId
      ? `calls count as those of its VPC endpoint "${draft.vpcEndpointId}", or of the one that their header x-amzn-vpce-id names`
      : 'calls count as those of the VPC endpoint that their header x-amzn-vpce-id names';
    report.add(path, 'differs', `is private, and reached from this machine here: ${way}`);
  }
  if (stages.length === 0) report.add(path, 'denies', 'has no stage, so that it is not served');
  for (const stage of stages) {
    if (stage.webAclArn === undefined || stage.webAcl) continue;
    const message = `the web ACL of the stage "${stage.name}" is not in the assembly: its rules are not evaluated`;
    report.add(path, 'differs', message);
  }
  for (const { model, path: methodPath } of draft.methods.values()) {
    report.addUnknowns(methodPath, `${model.httpMethod} ${model.resourcePath}`, model.integration);
  }
}

function endpointTypeOf(properties: Properties): ApiDraft['endpointType'] {
  const types = texts(record(properties, 'EndpointConfiguration'), 'Types');
  const asked = types[0] ?? record(properties, 'Parameters').endpointConfigurationTypes;
  if (types.length > 1)
    throw new DefinitionFault(`Cannot create an api with multiple Endpoint Types: ${types.join(', ')}`);
  if (asked === undefined) return 'EDGE';
  const found = ENDPOINT_TYPES.find((type) => type === String(asked).toUpperCase());
  if (found !== undefined) return found;
  throw new DefinitionFault(
    `Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE: "${String(asked)}"`,
  );
}

function asPolicy(policy: unknown): Properties {
  if (typeof policy !== 'string') return policy as Properties;
  try {
    return JSON.parse(policy) as Properties;
  } catch {
    throw new DefinitionFault('Invalid policy document: Policy is no JSON');
  }
}
