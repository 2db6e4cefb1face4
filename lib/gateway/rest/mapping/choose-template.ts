import type { RestIntegrationModel } from '../../model';
import { Refusal } from '../refusal';
import { firstMediaType } from '../media-types';

export interface ChosenTemplate {
  /** The key it was found under. */
  readonly mediaType: string;
  readonly template: string;
}

/**
 * The request template for a Content-Type, or undefined where the body passes through.
 * @throws Refusal 415 when the passthrough behavior forbids that
 */
export function chooseRequestTemplate(
  integration: RestIntegrationModel,
  contentType: string | undefined,
): ChosenTemplate | undefined {
  const templates = integration.requestTemplates;
  const mediaType = firstMediaType(contentType) ?? 'application/json';
  const chosen = find(templates, mediaType) ?? find(templates, '$default');
  if (chosen) return chosen;
  const behavior = integration.passthroughBehavior;
  if (behavior === 'WHEN_NO_MATCH') return undefined;
  if (behavior === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length === 0) return undefined;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
    reason: `no request template for "${mediaType}", and passthrough behavior ${behavior} forbids passing the body on`,
  });
}

/** The response template for an Accept header: its first type, else application/json, else the first there is. */
export function chooseResponseTemplate(
  templates: Readonly<Record<string, string>>,
  accept: string | undefined,
): ChosenTemplate | undefined {
  const accepted = firstMediaType(accept);
  const wanted = accepted === undefined ? undefined : find(templates, accepted);
  return wanted ?? find(templates, 'application/json') ?? first(templates);
}

// An empty template is stored as none at all: the body passes through.
function find(templates: Readonly<Record<string, string>>, mediaType: string): ChosenTemplate | undefined {
  if (Object.hasOwn(templates, mediaType)) return chosen(mediaType, templates[mediaType]);
  const key = Object.keys(templates).find((name) => firstMediaType(name) === mediaType);
  return key === undefined ? undefined : chosen(mediaType, templates[key]);
}

function first(templates: Readonly<Record<string, string>>): ChosenTemplate | undefined {
  const [entry] = Object.entries(templates);
  return entry && chosen(entry[0], entry[1]);
}

function chosen(mediaType: string, template: string): ChosenTemplate | undefined {
  return template === '' ? undefined : { mediaType, template };
}
