import type {
  GatewayResponseModel,
  Origin,
  PolicyDocument,
  RestApiModel,
  RestAuthorizerModel,
  RestMethodModel,
} from '../../model';
import { PathTree } from './path-tree';

/** A REST API while its parts are put together, from a body, from resources, or from both. */
export interface ApiDraft {
  readonly origin: Origin;
  readonly id: string;
  readonly rootResourceId: string;
  readonly tree: PathTree;
  name: string;
  endpointType: RestApiModel['endpointType'];
  vpcEndpointId?: string;
  disableExecuteApiEndpoint: boolean;
  apiKeySource: RestApiModel['apiKeySource'];
  binaryMediaTypes: readonly string[];
  minimumCompressionSize?: number;
  policy?: PolicyDocument;
  /** By `METHOD /path`. */
  readonly methods: Map<string, DraftMethod>;
  readonly schemas: Map<string, unknown>;
  readonly authorizers: Map<string, RestAuthorizerModel>;
  /** By id. */
  readonly validators: Map<string, NonNullable<RestMethodModel['validator']>>;
  readonly gatewayResponses: Map<string, GatewayResponseModel>;
}

export interface DraftMethod {
  readonly model: RestMethodModel;
  /** Where its faults are told. */
  readonly path: string;
}

/** Flags and defaults that both ways of writing an API share. */
export function newDraft(origin: Origin, id: string, rootResourceId: string): ApiDraft {
  return {
    origin,
    id,
    rootResourceId,
    tree: new PathTree(),
    name: origin.logicalId,
    endpointType: 'EDGE',
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    methods: new Map(),
    schemas: new Map(),
    authorizers: new Map(),
    validators: new Map(),
    gatewayResponses: new Map(),
  };
}

export function finishDraft(
  draft: ApiDraft,
  { stages, vpcEndpoint }: Pick<RestApiModel, 'stages' | 'vpcEndpoint'>,
): RestApiModel {
  return {
    kind: 'REST',
    origin: draft.origin,
    id: draft.id,
    name: draft.name,
    endpointType: draft.endpointType,
    ...(vpcEndpoint && { vpcEndpoint }),
    disableExecuteApiEndpoint: draft.disableExecuteApiEndpoint,
    apiKeySource: draft.apiKeySource,
    binaryMediaTypes: draft.binaryMediaTypes,
    ...(draft.minimumCompressionSize !== undefined && { minimumCompressionSize: draft.minimumCompressionSize }),
    ...(draft.policy !== undefined && { policy: draft.policy }),
    methods: [...draft.methods.values()].map(({ model }) => model),
    schemas: Object.fromEntries(draft.schemas),
    authorizers: Object.fromEntries(draft.authorizers),
    gatewayResponses: Object.fromEntries(draft.gatewayResponses),
    stages,
  };
}
