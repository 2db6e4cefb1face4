import type { Overrides } from '../../mapping';
import { type HeaderList, headerValue } from '../../server/raw';
import { firstMediaType, isBinaryType } from '../media-types';
import { chooseResponseTemplate } from '../mapping/choose-template';
import {
  bytesOf,
  type ConvertedBody,
  convertResponseBody,
  refuseTemplateOverBinary,
} from '../mapping/content-handling';
import { overriddenHeaders, overriddenStatus } from '../mapping/overrides';
import { renderTemplate } from '../mapping/render-template';
import { mapResponseParameters } from '../mapping/response-parameters';
import { selectResponse } from '../mapping/select-response';
import type { IntegrationAnswer, IntegrationCall, IntegrationReport } from './integration';

/** What a backend answered. */
export interface BackendAnswer {
  readonly headers: HeaderList;
  readonly body: ConvertedBody;
  /** What selection patterns are matched against: the status, or the error message of a function. */
  readonly selection: string;
  readonly report: IntegrationReport;
}

/** Selection, parameters, content handling, template, overrides: the answer of a custom (non-proxy) integration. */
export function renderCustomResponse(
  input: IntegrationCall,
  answer: BackendAnswer,
  requestOverrides: Overrides,
): IntegrationAnswer {
  const { call, context } = input;
  const selected = selectResponse(call.method.integration.responses, answer.selection);
  const parameters = mapResponseParameters(selected.responseParameters, {
    headers: answer.headers,
    headerNames: call.method.integration.type === 'AWS' ? 'any case' : 'as written',
    body: answer.body,
    stageVariables: call.stageVariables,
    context,
  });
  const accept = headerValue(call.request.headers, 'accept');
  const chosen = chooseResponseTemplate(selected.responseTemplates, accept);
  const converted = convertBody(input, answer, selected.contentHandling);
  let body = converted;
  let overrides = requestOverrides;
  if (chosen) {
    refuseTemplateOverBinary(converted);
    call.trace?.push({ stage: 'integration response', text: `template ${chosen.mediaType}: ${chosen.template}` });
    const rendered = renderTemplate(chosen.template, { call, context, body: converted, overrides });
    body = rendered.output;
    overrides = rendered.overrides;
    call.trace?.push({ stage: 'integration response', text: `rendered: ${body}` });
  }
  const headers = mergeHeaders(parameters, overriddenHeaders(overrides.responseOverride));
  return {
    status: overriddenStatus(overrides.responseOverride) ?? Number(selected.statusCode),
    headers: withContentType(headers, chosen?.mediaType),
    body: bytesOf(body),
    report: answer.report,
  };
}

function convertBody(
  input: IntegrationCall,
  answer: BackendAnswer,
  handling: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY' | undefined,
) {
  // There is nothing to convert in the empty answer of a MOCK, whatever the client accepts.
  if (input.call.method.integration.type === 'MOCK' && handling === undefined) return '';
  const { binaryMediaTypes } = input.call.api;
  const payloadType = firstMediaType(headerValue(answer.headers, 'content-type'));
  const accepted = firstMediaType(headerValue(input.call.request.headers, 'accept'));
  return convertResponseBody(
    answer.body,
    payloadType !== undefined && isBinaryType(binaryMediaTypes, payloadType),
    accepted !== undefined && isBinaryType(binaryMediaTypes, accepted),
    handling,
  );
}

function mergeHeaders(parameters: ReadonlyMap<string, string>, overrides: readonly (readonly [string, string])[]) {
  const replaced = new Set(overrides.map(([name]) => name.toLowerCase()));
  return [...[...parameters].filter(([name]) => !replaced.has(name.toLowerCase())), ...overrides];
}

function withContentType(headers: HeaderList, templateType: string | undefined): HeaderList {
  if (headers.some(([name]) => name.toLowerCase() === 'content-type')) return headers;
  const type = templateType === undefined || templateType === '$default' ? 'application/json' : templateType;
  return [...headers, ['Content-Type', type]];
}
