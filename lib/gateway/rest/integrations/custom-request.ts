import type { Overrides } from '../../mapping';
import { headerValue } from '../../server/raw';
import { firstMediaType, isBinaryType } from '../media-types';
import { chooseRequestTemplate } from '../mapping/choose-template';
import { type ConvertedBody, convertRequestBody, refuseTemplateOverBinary } from '../mapping/content-handling';
import { refuseForbiddenHeaders } from '../mapping/forbidden-headers';
import { applyRequestOverride } from '../mapping/overrides';
import { renderTemplate } from '../mapping/render-template';
import { type MappedRequest, mapRequestParameters, namesOf } from '../mapping/request-parameters';
import { renderUri } from '../mapping/render-uri';
import type { IntegrationCall } from './integration';

/** The request of a custom (non-proxy) integration, before its backend's own rules. */
export interface CustomRequest {
  /** Undefined for MOCK. */
  readonly uri: string;
  readonly mapped: MappedRequest;
  readonly body: ConvertedBody;
  /** Media type of the template that made the body, or undefined when the client's passed through. */
  readonly templateType?: string;
  readonly overrides: Overrides;
}

/** Template, content handling, parameter mapping, overrides, URI: in the order in which the service takes them. */
export function renderCustomRequest(input: IntegrationCall): CustomRequest {
  const { call, context } = input;
  const { integration } = call.method;
  const contentType = headerValue(call.request.headers, 'content-type');
  const chosen = chooseRequestTemplate(integration, contentType);
  const isBinary = isBinaryType(call.api.binaryMediaTypes, firstMediaType(contentType) ?? 'application/json');
  const body = convertRequestBody(call.request.body, isBinary, integration.contentHandling);
  const mapped = mapRequestParameters(integration.requestParameters, call, context);
  let sent = body;
  let overrides: Overrides = {};
  if (chosen) {
    refuseTemplateOverBinary(body);
    call.trace?.push({ stage: 'integration request', text: `template ${chosen.mediaType}: ${chosen.template}` });
    const rendered = renderTemplate(chosen.template, { call, context, body });
    sent = rendered.output;
    overrides = rendered.overrides;
    applyRequestOverride(mapped, overrides.requestOverride);
    call.trace?.push({ stage: 'integration request', text: `rendered: ${sent}` });
  }
  refuseForbiddenHeaders(integration.type, namesOf(mapped.header));
  return {
    uri: renderUri(integration.uri ?? '', mapped.path, call.stageVariables),
    mapped,
    body: sent,
    templateType: chosen?.mediaType,
    overrides,
  };
}
