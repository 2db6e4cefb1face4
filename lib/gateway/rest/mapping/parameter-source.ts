/** Where a mapped value comes from, read once from its text. */
export type ParameterSource =
  | { readonly from: 'static'; readonly value: string }
  | { readonly from: 'context' | 'stageVariables'; readonly name: string }
  | { readonly from: RequestLocation; readonly name: string }
  | { readonly from: 'body'; readonly path?: string }
  | { readonly from: 'unknown'; readonly text: string };

type RequestLocation = 'path' | 'querystring' | 'multivaluequerystring' | 'header' | 'multivalueheader';

const REQUEST = /^method\.request\.(path|querystring|multivaluequerystring|header|multivalueheader)\.(.+)$/s;
const RESPONSE = /^integration\.response\.(header|multivalueheader)\.(.+)$/s;
const BODY = /^(method\.request|integration\.response)\.body(?:\.(.+))?$/s;
const VARIABLE = /^(context|stageVariables)\.(.+)$/s;
const STATIC = /^'(.*)'$/s;

/** Reads the right side of a request parameter mapping: `method.request.header.X`, `'text'` … */
export function parseRequestSource(text: string): ParameterSource {
  return parseSource(text, REQUEST, 'method.request');
}

/** Reads the right side of a response parameter mapping: `integration.response.header.X`, `'text'` … */
export function parseResponseSource(text: string): ParameterSource {
  return parseSource(text, RESPONSE, 'integration.response');
}

function parseSource(text: string, locations: RegExp, side: string): ParameterSource {
  const fixed = STATIC.exec(text);
  if (fixed) return { from: 'static', value: fixed[1] };
  const located = locations.exec(text);
  if (located) return { from: located[1] as RequestLocation, name: located[2] };
  const body = BODY.exec(text);
  if (body?.[1] === side) return { from: 'body', path: body[2] };
  const variable = VARIABLE.exec(text);
  if (variable) return { from: variable[1] as 'context' | 'stageVariables', name: variable[2] };
  return { from: 'unknown', text };
}
