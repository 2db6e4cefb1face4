import type { Overrides } from '../../mapping';
import { convertRequestBody } from '../../rest/mapping/content-handling';
import { refuseForbiddenHeaders } from '../../rest/mapping/forbidden-headers';
import { applyRequestOverride } from '../../rest/mapping/overrides';
import { renderUri } from '../../rest/mapping/render-uri';
import { evaluateMappings, type MappedRequest, namesOf } from '../../rest/mapping/request-parameters';
import type { SourceInput } from '../../rest/mapping/source-value';
import { Refusal } from '../../rest/refusal';
import type { RoutedCall } from '../call';
import { handshakeHeaders } from '../events/event';
import { chooseTemplate, renderTemplate, requestSources } from './request-template';

/** The request of an integration with mappings, before its backend's own rules. */
export interface RenderedRequest {
  readonly uri: string;
  readonly mapped: MappedRequest;
  readonly body: Buffer;
  readonly overrides: Overrides;
}

/** Content handling, parameter mapping, template, URI. @throws Refusal */
export function renderRequest(input: RoutedCall): RenderedRequest {
  const { call, integration } = input;
  const mapped = mapParameters(input);
  const template = chooseTemplate(
    integration.requestTemplates,
    integration.templateSelectionExpression,
    requestSources(input),
  );
  let text = call.body;
  let overrides: Overrides = {};
  if (template === undefined) {
    refusePassthrough(input);
  } else {
    call.trace?.push({ stage: 'integration request', text: `template: ${template}` });
    const rendered = renderTemplate(template, input, text);
    text = rendered.output;
    overrides = rendered.overrides;
    applyRequestOverride(mapped, overrides.requestOverride);
    call.trace?.push({ stage: 'integration request', text: `rendered: ${text}` });
  }
  const body = convertRequestBody(Buffer.from(text), false, integration.contentHandling);
  return { uri: uriOf(input, mapped), mapped, body: Buffer.from(body), overrides };
}

/** `integration.request.*` alone, for proxies. @throws Refusal */
export function mapParameters(input: RoutedCall): MappedRequest {
  const { integration } = input;
  const mapped = evaluateMappings(inRestWords(integration.requestParameters), () => sourcesOf(input));
  refuseForbiddenHeaders(integration.type, namesOf(mapped.header));
  return mapped;
}

export function uriOf({ call, integration }: RoutedCall, mapped: MappedRequest): string {
  return renderUri(integration.uri, mapped.path, call.stage.variables);
}

function refusePassthrough({ integration }: RoutedCall): void {
  const { passthroughBehavior, requestTemplates } = integration;
  if (passthroughBehavior === 'WHEN_NO_MATCH') return;
  if (passthroughBehavior === 'WHEN_NO_TEMPLATES' && Object.keys(requestTemplates).length === 0) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
    reason: `no request template is selected, and passthrough behavior ${passthroughBehavior} forbids passing the body on`,
  });
}

const translated = new WeakMap<object, Readonly<Record<string, string>>>();

/** `route.request` means what `method.request` means in REST APIs. */
function inRestWords(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = translated.get(parameters);
  if (known) return known;
  const entries = Object.entries(parameters).map(([target, source]) => [target, source.replace(/^route\./, 'method.')]);
  const words = Object.fromEntries(entries);
  translated.set(parameters, words);
  return words;
}

function sourcesOf({ call, context }: RoutedCall): SourceInput {
  const { handshake } = call;
  return {
    headers: handshake ? handshakeHeaders(call, handshake) : [],
    query: handshake?.query ?? new Map(),
    pathParameters: {},
    stageVariables: call.stage.variables,
    context,
    body: () => call.body,
    onMalformedBody: () =>
      new Refusal('DEFAULT_4XX', {
        message: 'Invalid JSON in request body',
        reason: 'a parameter mapping needs the body, which starts like JSON and is malformed',
      }),
  };
}
