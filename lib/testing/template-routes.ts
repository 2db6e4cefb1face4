/** A route as a template has it: values that only CloudFormation knows are left as they are written. */
export interface TemplateRoute {
  /** `GET /orders/{id}`, or the key of a route of a WebSocket API. */
  readonly route: string;
  /** Logical id of the API. */
  readonly api: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  /** Name of the authorizer in the document, or reference to it. */
  readonly authorizer?: unknown;
  /** Scopes that a token must have, one of them. */
  readonly scopes: readonly string[];
  readonly apiKeyRequired: boolean;
  /** `requestValidator`, `parameters`, `requestBody` of the document, or the properties of a method. */
  readonly request: Readonly<Record<string, unknown>>;
  /** `type` in upper case, `uri`, and all else in the spelling of the template. */
  readonly integration: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method'];

/** Every route of every API of a template. */
export function readTemplateRoutes(template: Json): TemplateRoute[] {
  const resources = (template.Resources ?? {}) as Readonly<Record<string, Resource>>;
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type === 'AWS::ApiGateway::RestApi') return documentRoutes(id, Properties.Body as Json | undefined);
    if (Type === 'AWS::ApiGateway::Method') return [methodRoute(Properties, resources)];
    return Type === 'AWS::ApiGatewayV2::Route' ? [webSocketRoute(Properties, resources)] : [];
  });
}

function documentRoutes(api: string, body: Json | undefined): TemplateRoute[] {
  const paths = (body?.paths ?? {}) as Readonly<Record<string, Json>>;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([verb]) => VERBS.includes(verb))
      .map(([verb, operation]) => documentRoute(api, body as Json, `${verbName(verb)} ${path}`, operation as Json)),
  );
}

function verbName(verb: string): string {
  return verb === 'x-amazon-apigateway-any-method' ? 'ANY' : verb.toUpperCase();
}

function documentRoute(api: string, body: Json, route: string, operation: Json): TemplateRoute {
  const requirements = ((operation.security ?? body.security ?? []) as Readonly<Record<string, string[]>>[]).flatMap(
    (requirement) => Object.entries(requirement),
  );
  const components = body.components as { securitySchemes?: Readonly<Record<string, Json>> } | undefined;
  const schemes = components?.securitySchemes ?? (body.securityDefinitions as Readonly<Record<string, Json>>) ?? {};
  const authorizing = requirements.filter(([name]) => schemes[name]?.['x-amazon-apigateway-authtype'] !== undefined);
  const [authorizer, scopes = []] = authorizing[0] ?? [];
  return {
    route,
    api,
    authorizationType: typeOf(authorizer === undefined ? undefined : schemes[authorizer]),
    authorizer,
    scopes,
    apiKeyRequired: requirements.some(([name]) => isApiKey(schemes[name])),
    request: operation,
    integration: withPlainType((operation['x-amazon-apigateway-integration'] ?? {}) as Json),
  };
}

function typeOf(scheme: Json | undefined): TemplateRoute['authorizationType'] {
  const type = String(scheme?.['x-amazon-apigateway-authtype'] ?? '').toLowerCase();
  if (type === '') return 'NONE';
  if (type === 'awssigv4') return 'AWS_IAM';
  return type === 'cognito_user_pools' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
}

function isApiKey(scheme: Json | undefined): boolean {
  return scheme?.type === 'apiKey' && scheme['x-amazon-apigateway-authtype'] === undefined;
}

function methodRoute(properties: Json, resources: Readonly<Record<string, Resource>>): TemplateRoute {
  return {
    ...authorizationOf(properties),
    route: `${properties.HttpMethod} ${pathOf(properties.ResourceId, resources)}`,
    api: refOf(properties.RestApiId),
    request: properties,
    integration: integrationOf((properties.Integration ?? {}) as Json),
  };
}

function webSocketRoute(properties: Json, resources: Readonly<Record<string, Resource>>): TemplateRoute {
  const target = JSON.stringify(properties.Target ?? '');
  const integration = Object.entries(resources).find(
    ([id, { Type }]) => Type === 'AWS::ApiGatewayV2::Integration' && target.includes(`"${id}"`),
  );
  const { IntegrationType, IntegrationUri, ...rest } = integration?.[1].Properties ?? {};
  return {
    ...authorizationOf(properties),
    route: String(properties.RouteKey),
    api: refOf(properties.ApiId),
    request: properties,
    integration: { ...rest, type: IntegrationType, uri: IntegrationUri },
  };
}

function authorizationOf(properties: Json) {
  return {
    authorizationType: (properties.AuthorizationType ?? 'NONE') as TemplateRoute['authorizationType'],
    authorizer: properties.AuthorizerId,
    scopes: (properties.AuthorizationScopes ?? []) as string[],
    apiKeyRequired: properties.ApiKeyRequired === true,
  };
}

/** Documents may say `aws_proxy`. */
function withPlainType({ type, ...rest }: Json): Json {
  return { ...rest, type: String(type ?? '').toUpperCase() };
}

function integrationOf({ Type, Uri, ...rest }: Json): Json {
  return { ...rest, type: Type, uri: Uri };
}

/** The path of a resource, through its parents up to the API. */
function pathOf(resourceId: unknown, resources: Readonly<Record<string, Resource>>): string {
  const { PathPart, ParentId } = resources[refOf(resourceId)]?.Properties ?? {};
  if (PathPart === undefined || resources[refOf(resourceId)]?.Type !== 'AWS::ApiGateway::Resource') return '/';
  const parent = pathOf(ParentId, resources);
  return `${parent === '/' ? '' : parent}/${PathPart}`;
}

/** The logical id in `Ref` or `Fn::GetAtt`. */
function refOf(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0] ?? String(value);
}
