import type { GatewayResponseModel, RestApiModel } from '../model';
import { type HeaderList, headerValue, type RawResponse } from '../server/raw';
import type { RestCall } from './call';
import { BUILT_IN_RESPONSES } from './gateway-response-types';
import type { GatewayResponseType, Refusal } from './refusal';
import { lookUp, requestValue, textOf } from './substitution';

/** A refusal as its answer, and as the access log's `$context.error`. */
export interface RenderedRefusal {
  readonly response: RawResponse;
  readonly error: Readonly<Record<string, unknown>>;
}

/** The answer to a refused call, as the API's gateway responses have it. */
export function renderGatewayResponse(
  call: RestCall,
  refusal: Refusal,
  context: Readonly<Record<string, unknown>>,
): RenderedRefusal {
  const { type, options } = refusal;
  const builtIn = BUILT_IN_RESPONSES[type];
  const ownStatus = options.status ?? builtIn.status;
  const chosen = chooseResponse(call.api, type, ownStatus);
  const message = options.message === undefined ? builtIn.message : options.message;
  const error = {
    message,
    messageString: JSON.stringify(message),
    responseType: type,
    validationErrorString: options.validationError ?? null,
  };
  if (options.response) return { error, response: options.response };
  const within = { ...context, error };
  const template = chooseTemplate(chosen, headerValue(call.request.headers, 'accept'));
  const body = template ? substitute(template.text, call, within) : builtInBody(refusal, message, ownStatus);
  const headers: [string, string][] = [
    ['Content-Type', template?.contentType ?? 'application/json'],
    ['x-amzn-ErrorType', options.errorType ?? builtIn.errorType],
  ];
  const status = Number(chosen?.statusCode ?? ownStatus);
  return {
    error,
    response: { status, headers: withParameters(headers, chosen, call, within), body: Buffer.from(body) },
  };
}

/** What is configured for the type itself goes before what is for its family; neither adds to the other. */
function chooseResponse(
  { gatewayResponses }: RestApiModel,
  type: GatewayResponseType,
  status: number,
): GatewayResponseModel | undefined {
  return gatewayResponses[type] ?? gatewayResponses[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
}

function chooseTemplate(
  response: GatewayResponseModel | undefined,
  accept: string | undefined,
): { readonly contentType: string; readonly text: string } | undefined {
  const templates = response?.responseTemplates ?? {};
  const types = Object.keys(templates);
  if (types.length === 0) return undefined;
  const accepted = accept?.split(',').map((type) => type.split(';')[0].trim());
  const contentType =
    accepted?.find((type) => Object.hasOwn(templates, type)) ??
    types.find((type) => type === 'application/json') ??
    types[0];
  return { contentType, text: templates[contentType] };
}

/** Denials name their text `Message`; errors of the gateway's own back end have a space behind the colon. */
function builtInBody({ options }: Refusal, message: string | null, status: number): string {
  const space = status >= 500 && message !== null ? ' ' : '';
  return `{"${options.messageKey ?? 'message'}":${space}${JSON.stringify(message)}}`;
}

const VARIABLE =
  /\$(?:context\.([\w-]+(?:\.[\w-]+)*)|stageVariables\.([\w-]+)|method\.request\.(header|querystring|path)\.([\w-]+))/g;

/** Plain substitution: directives of the mapping language are text here. */
function substitute(template: string, call: RestCall, context: Readonly<Record<string, unknown>>): string {
  return template.replace(VARIABLE, (_all, path, variable, source, name) => {
    if (path !== undefined) return textOf(lookUp(context, path)) ?? '';
    if (variable !== undefined) return textOf(lookUp(call.stageVariables, variable)) ?? '';
    return requestValue(call, source, name) ?? '';
  });
}

function withParameters(
  headers: readonly [string, string][],
  response: GatewayResponseModel | undefined,
  call: RestCall,
  context: Readonly<Record<string, unknown>>,
): HeaderList {
  const mapped: [string, string][] = [];
  for (const [target, expression] of Object.entries(response?.responseParameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const value = name && valueOf(expression, call, context);
    if (name && value !== undefined) mapped.push([name, value as string]);
  }
  const replaced = new Set(mapped.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...mapped];
}

function valueOf(expression: string, call: RestCall, context: Readonly<Record<string, unknown>>): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return literal[1];
  const variable = /^(context|stageVariables|method\.request\.(?:header|querystring|path))\.(.+)$/.exec(expression);
  if (!variable) return undefined;
  const [, source, name] = variable;
  if (source === 'context') return textOf(lookUp(context, name));
  if (source === 'stageVariables') return textOf(lookUp(call.stageVariables, name));
  return requestValue(call, source.slice('method.request.'.length), name);
}
