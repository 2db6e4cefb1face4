// What API Gateway's control plane says of a WebSocket API, beside the template that made it.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { CREDENTIALS, REGION } from './cdk.mjs';

/** The path of a resource below its API, by its physical id. */
const PATHS = {
  Api: () => '',
  Route: (id) => `/routes/${id}`,
  RouteResponse: (id) => `/routes/${id.replace('/', '/routeresponses/')}`,
  IntegrationResponse: (id) => `/integrations/${id.replace('/', '/integrationresponses/')}`,
  Integration: (id) => `/integrations/${id}`,
  Authorizer: (id) => `/authorizers/${id}`,
  Model: (id) => `/models/${id}`,
  Deployment: (id) => `/deployments/${id}`,
  Stage: (id) => `/stages/${id}`,
};
/** Properties whose members have names of the user's. */
const MAPS = new Set([
  'RouteSettings',
  'RequestModels',
  'Schema',
  'StageVariables',
  'RequestTemplates',
  'ResponseTemplates',
]);
/** Where a resource belongs, which its path says already; tags have calls of their own. */
const ELSEWHERE = new Set(['ApiId', 'RouteId', 'IntegrationId', 'Tags']);

export class ControlPlane {
  constructor(endpoint) {
    this.endpoint = new URL(endpoint);
  }

  /** Physical ids of a stack by logical id. */
  async physicalIds(stack) {
    const body = `Action=DescribeStackResources&Version=2010-05-15&StackName=${stack}`;
    const { text } = await this.#send('cloudformation', { method: 'POST', path: '/', body });
    const member = (xml, name) => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1];
    return new Map(
      [...text.matchAll(/<member>.*?<\/member>/gs)].map(([xml]) => [
        member(xml, 'LogicalResourceId'),
        member(xml, 'PhysicalResourceId'),
      ]),
    );
  }

  /** A resource of an API; undefined when it is not there. */
  async get(apiId, path) {
    const { status, text } = await this.#send('apigateway', { method: 'GET', path: `/v2/apis/${apiId}${path}` });
    return status === 404 ? undefined : JSON.parse(text);
  }

  /** Compares every resource of the WebSocket API in a template; answers how many, and what differs. */
  async compare(template, ids) {
    const found = [];
    let compared = 0;
    for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
      const [, kind] = /^AWS::ApiGatewayV2::(\w+)$/.exec(Type) ?? [];
      if (kind === undefined) continue;
      const id = ids.get(logicalId);
      const apiId = kind === 'Api' ? id : ids.get(Properties.ApiId.Ref);
      const actual = await this.get(apiId, PATHS[kind](id));
      compared++;
      if (actual === undefined) found.push({ kind, property: '', logicalId, reason: 'is not there' });
      else found.push(...differencesOf({ kind, logicalId, Properties, actual, ids }));
    }
    return { compared, found };
  }

  async #send(service, { method, path, body }) {
    const { protocol, hostname, port, host } = this.endpoint;
    const signer = new SignatureV4({ service, region: REGION, credentials: CREDENTIALS, sha256: Sha256 });
    const headers = { host, ...(body && { 'content-type': 'application/x-www-form-urlencoded' }) };
    const signed = await signer.sign({ method, protocol, hostname, port: Number(port), path, headers, body });
    const response = await fetch(new URL(path, this.endpoint), { method, headers: signed.headers, body });
    return { status: response.status, text: await response.text() };
  }
}

function differencesOf({ kind, logicalId, Properties, actual, ids }) {
  return Object.entries(Properties)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([property, wanted]) => ({
      property,
      expected: resolve(rename(property, wanted), ids),
      is: actual[lower(property)],
    }))
    .filter(({ property, expected, is }) => !alike(expected, property === 'Schema' && is ? JSON.parse(is) : is))
    .map((difference) => ({ kind, logicalId, ...difference }));
}

/** Whether everything that the template says is said; of what only CloudFormation computes, that something is. */
function alike(expected, actual) {
  if (expected === COMPUTED) return typeof actual === 'string' && actual !== '';
  if (typeof expected !== 'object' || expected === null) return String(expected) === String(actual);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(expected).every(([name, value]) => alike(value, actual[name]));
}

const COMPUTED = Symbol('computed by CloudFormation');

/** A property with references in place; what other functions compute is a symbol. */
function resolve(value, ids) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = []] = Object.entries(value);
  if (name === 'Ref' || name === 'ref') return ids.get(argument) ?? COMPUTED;
  if (/^fn::/i.test(name ?? '')) {
    const parts = /^fn::join$/i.test(name) ? resolve(argument[1], ids) : [COMPUTED];
    return parts.includes(COMPUTED) ? COMPUTED : parts.join(argument[0]);
  }
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, resolve(inner, ids)]));
}

/** The members of a property as the control plane writes them. */
function rename(property, value) {
  if (property === 'Schema' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rename('', item));
  const isMap = MAPS.has(property);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (/^(Ref$|Fn::)/.test(name)) return [name, inner];
      return [isMap ? name : lower(name), rename('', inner)];
    }),
  );
}

const lower = (name) => name.charAt(0).toLowerCase() + name.slice(1);
