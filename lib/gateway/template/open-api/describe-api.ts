import { STATUS_CODES } from 'node:http';
import type { RestApiModel, RestAuthorizerModel, RestMethodModel } from '../../model';
import { BUILT_IN_SCHEMAS } from '../rest/schemas';
import { variablesOf } from '../rest/path-tree';

type Json = Record<string, any>;

const API_KEY = 'api_key';
const SIGNATURE = 'sigv4';

/** An API as an OpenAPI document: what its resources and methods say of it. */
export function describeApi(api: RestApiModel, methods: readonly RestMethodModel[] = api.methods): Json {
  const paths: Record<string, Json> = {};
  for (const method of methods) {
    if (isPreflight(method)) continue;
    const key = method.httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : method.httpMethod.toLowerCase();
    paths[method.resourcePath] = { ...paths[method.resourcePath], [key]: describeMethod(api, method) };
  }
  const schemas = Object.entries(api.schemas).filter(([name]) => !Object.hasOwn(BUILT_IN_SCHEMAS, name));
  const components = {
    ...(schemas.length > 0 && {
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, publicSchema(schema)])),
    }),
    ...securitySchemes(api, methods),
  };
  return {
    openapi: '3.0.1',
    info: { title: api.name, version: '1.0' },
    paths,
    ...(Object.keys(components).length > 0 && { components }),
  };
}

/** Answered by the gateway itself for browsers, and no part of what clients call. */
function isPreflight({ httpMethod, authorizationType, integration }: RestMethodModel): boolean {
  if (httpMethod !== 'OPTIONS' || authorizationType !== 'NONE' || integration.type !== 'MOCK') return false;
  return integration.responses.some(({ responseParameters }) =>
    Object.keys(responseParameters).some((name) => /\.access-control-allow-methods$/i.test(name)),
  );
}

function describeMethod(api: RestApiModel, method: RestMethodModel): Json {
  const parameters = parametersOf(method);
  const content = Object.entries(method.requestModels).map(([type, model]) => [
    type,
    Object.hasOwn(BUILT_IN_SCHEMAS, model) ? {} : { schema: { $ref: `#/components/schemas/${model}` } },
  ]);
  return {
    ...(method.operationName !== undefined && { operationId: method.operationName }),
    ...(parameters.length > 0 && { parameters }),
    ...(content.length > 0 && {
      requestBody: { required: method.validator?.body === true, content: Object.fromEntries(content) },
    }),
    responses: responsesOf(method),
    security: securityOf(api, method),
  };
}

const PARAMETER = /^method\.request\.(multivalue)?(header|querystring|path)\.(.+)$/;

function parametersOf({ resourcePath, requestParameters }: RestMethodModel): Json[] {
  const path = variablesOf(resourcePath).map((name) => ({
    name: name.replace('+', ''),
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const others = Object.entries(requestParameters).flatMap(([parameter, required]) => {
    const [, isList, location, name] = PARAMETER.exec(parameter) ?? [];
    if (name === undefined || location === 'path') return [];
    const schema = isList ? { type: 'array', items: { type: 'string' } } : { type: 'string' };
    return [{ name, in: location === 'header' ? 'header' : 'query', required, schema }];
  });
  return [...path, ...others];
}

function responsesOf({ responses }: RestMethodModel): Json {
  const entries = Object.entries(responses).map(([code, { parameters }]) => {
    const names = Object.keys(parameters).map((name) => name.replace('method.response.header.', ''));
    const headers = Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }]));
    return [code, { description: STATUS_CODES[code] ?? code, ...(names.length > 0 && { headers }) }];
  });
  if (entries.length === 0) return { default: { description: 'the answer of the backend' } };
  return Object.fromEntries(entries);
}

function securityOf(api: RestApiModel, method: RestMethodModel): Json[] {
  const scheme = schemeNameOf(api, method);
  return [
    ...(scheme === undefined ? [] : [{ [scheme]: method.authorizationScopes }]),
    ...(method.apiKeyRequired ? [{ [API_KEY]: [] }] : []),
  ];
}

function schemeNameOf(api: RestApiModel, { authorizationType, authorizerId }: RestMethodModel): string | undefined {
  if (authorizationType === 'AWS_IAM') return SIGNATURE;
  return authorizerId === undefined ? undefined : api.authorizers[authorizerId]?.name;
}

function securitySchemes(api: RestApiModel, methods: readonly RestMethodModel[]): Json {
  const schemes = Object.values(api.authorizers).map((authorizer) => [authorizer.name, schemeOf(authorizer)]);
  if (methods.some(({ authorizationType }) => authorizationType === 'AWS_IAM')) {
    schemes.push([SIGNATURE, { type: 'apiKey', name: 'Authorization', in: 'header' }]);
  }
  if (methods.some(({ apiKeyRequired }) => apiKeyRequired)) {
    schemes.push([API_KEY, { type: 'apiKey', name: 'x-api-key', in: 'header' }]);
  }
  return schemes.length > 0 ? { securitySchemes: Object.fromEntries(schemes) } : {};
}

function schemeOf({ identitySources }: RestAuthorizerModel): Json {
  const sent = /^method\.request\.(header|querystring)\.(.+)$/;
  const [, location = 'header', name = 'Authorization'] =
    identitySources.map((source) => sent.exec(source)).find((match) => match !== null) ?? [];
  return { type: 'apiKey', name, in: location === 'header' ? 'header' : 'query' };
}

/** A schema of draft 4 as OpenAPI has it: references to components, and no words of its own. */
function publicSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(publicSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key, value]) => !(key === '$schema' && typeof value === 'string'));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace(/^#\/definitions\//, '#/components/schemas/')
        : publicSchema(value),
    ]),
  );
}
