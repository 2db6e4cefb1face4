import type { RestMethodModel } from '../../model';
import { DefinitionFault } from '../faults';
import type { ApiDraft } from './draft';

const PARAMETER =
  /^method\.request\.(?:header|multivalueheader|querystring|multivaluequerystring|path)\.[a-zA-Z0-9._$-]+$/;

/** What API Gateway refuses of a method, however it was written. @throws DefinitionFault */
export function checkMethod(method: RestMethodModel, draft: ApiDraft): void {
  checkParameters(method);
  for (const [contentType, model] of Object.entries(method.requestModels)) {
    if (draft.schemas.has(model)) continue;
    throw new DefinitionFault(`Invalid model identifier specified: "${model}" of content type ${contentType}`);
  }
  checkMappings(method);
  for (const code of Object.keys(method.responses)) {
    if (!/^[1-5]\d\d$/.test(code))
      throw new DefinitionFault(`a method response needs a status code of three digits, got "${code}"`);
  }
}

function checkParameters(method: RestMethodModel): void {
  const byName = new Map<string, string>();
  for (const parameter of Object.keys(method.requestParameters)) {
    if (!PARAMETER.test(parameter)) throw invalidParameter(parameter);
    const [location, name] = splitParameter(parameter);
    const other = byName.get(name);
    if (other !== undefined && splitParameter(other)[0] !== location) {
      throw new DefinitionFault(
        `Parameter names must be unique across querystring, header and path: "${name}" is in "${other}" and "${parameter}"`,
      );
    }
    byName.set(name, parameter);
  }
}

/** One and several values of a parameter are one place. */
function splitParameter(parameter: string): [string, string] {
  const rest = parameter.slice('method.request.'.length);
  const dot = rest.indexOf('.');
  return [rest.slice(0, dot).replace('multivalue', ''), rest.slice(dot + 1)];
}

/** A response may only map headers that its status code declares; what an import does is not known. @throws DefinitionFault */
export function checkResponseMappings(method: RestMethodModel): void {
  for (const { statusCode, responseParameters } of method.integration.responses) {
    const declared = method.responses[statusCode]?.parameters;
    if (declared === undefined) continue;
    const undeclared = Object.keys(responseParameters).find((target) => !Object.hasOwn(declared, target));
    if (undeclared !== undefined) throw invalidParameter(undeclared);
  }
}

function invalidParameter(parameter: string): DefinitionFault {
  return new DefinitionFault(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${parameter}]`,
  );
}

const MAPPED = /^method\.request\.(header|multivalueheader|querystring|multivaluequerystring|path)\.(.+)$/;

/** A mapping may only name parameters that the method declares. */
function checkMappings(method: RestMethodModel): void {
  for (const source of Object.values(method.integration.requestParameters)) {
    const match = MAPPED.exec(source);
    if (match === null) continue;
    const [, location, name] = match;
    const places = [location, location.replace('multivalue', ''), `multivalue${location.replace('multivalue', '')}`];
    if (places.some((place) => Object.hasOwn(method.requestParameters, `method.request.${place}.${name}`))) continue;
    throw invalidParameter(source);
  }
}
