import { renderPublicDocument } from '../../../openapi/public-document';
import type { RestApiModel, RestMethodModel } from '../../model';
import { readStacks } from '../assembly';
import { Evaluation } from '../evaluation';
import { Faults } from '../faults';
import { loadAssembly } from '../load-assembly';
import type { LoadOptions } from '../options';
import { type Properties, record } from '../read';
import { Report } from '../report';
import { basePathOf, readDocument } from './document';
import { describeApi } from './describe-api';
import { ANY_METHOD, normalizePath } from './import-body';

/** A REST API of an assembly, and what its clients may know of it. */
export interface PublicApi {
  readonly name: string;
  readonly logicalId: string;
  /** Construct path. */
  readonly path: string;
  /** OpenAPI, without API Gateway's extensions and preflights. */
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * The public documents of the REST APIs of an assembly: of the body where an API has one, and of its resources.
 * @throws GatewayError
 */
export function readPublicDocuments(directory: string, options: LoadOptions = {}): PublicApi[] {
  const { restApis } = loadAssembly(directory, options);
  const faults = new Faults();
  const evaluation = new Evaluation(readStacks(directory, options), options, faults);
  const bodies = new Map(
    evaluation
      .resources('AWS::ApiGateway::RestApi')
      .map((api) => [api.ref, { document: readDocument(api, new Report(faults)), properties: api.properties }]),
  );
  return restApis.map((api) => {
    const { document, properties = {} } = bodies.get(api.id) ?? {};
    const whole = document === undefined ? describeApi(api) : withResources(document, api, properties);
    return {
      name: api.name,
      logicalId: api.origin.logicalId,
      path: api.origin.path,
      document: renderPublicDocument(whole),
    };
  });
}

/** Resources may stand beside a body. */
function withResources(document: Properties, api: RestApiModel, properties: Properties): Properties {
  const basePath = basePathOf(document, record(properties, 'Parameters'));
  const written = new Set(
    Object.entries(record(document, 'paths')).flatMap(([path, item]) =>
      Object.keys((item ?? {}) as Properties).map((key) => keyOf(key, normalizePath(`${basePath}/${path}`))),
    ),
  );
  const beside = api.methods.filter(({ httpMethod, resourcePath }) => !written.has(`${httpMethod} ${resourcePath}`));
  if (beside.length === 0) return { ...document, paths: record(document, 'paths') };
  // Two dialects do not mix.
  return document.openapi === undefined ? describeApi(api) : merge(document, api, beside);
}

function keyOf(key: string, path: string): string {
  return `${key === ANY_METHOD ? 'ANY' : key.toUpperCase()} ${path}`;
}

function merge(document: Properties, api: RestApiModel, beside: readonly RestMethodModel[]): Properties {
  const described = describeApi(api, beside);
  const paths: Record<string, unknown> = { ...record(document, 'paths') };
  for (const [path, item] of Object.entries(described.paths))
    paths[path] = { ...record(paths, path), ...(item as object) };
  const own = record(document, 'components');
  const more = described.components ?? {};
  return {
    ...document,
    paths,
    components: {
      ...own,
      schemas: { ...more.schemas, ...record(own, 'schemas') },
      securitySchemes: { ...more.securitySchemes, ...record(own, 'securitySchemes') },
    },
  };
}
