import { Refusal } from '../refusal';

const STAGE_VARIABLE = /\$\{stageVariables\.([^}]*)\}/g;
const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Puts `${stageVariables.x}` in; an unknown variable becomes nothing. */
export function renderStageVariables(text: string, stageVariables: Readonly<Record<string, string>>): string {
  if (!text.includes('${')) return text;
  return text.replace(STAGE_VARIABLE, (_, name) => (Object.hasOwn(stageVariables, name) ? stageVariables[name] : ''));
}

/** Puts path parameters and stage variables into the URI of an integration; unmapped placeholders stay. */
export function renderUri(
  uri: string,
  path: ReadonlyMap<string, string>,
  stageVariables: Readonly<Record<string, string>>,
): string {
  const rendered = renderStageVariables(uri, stageVariables);
  if (!rendered.includes('{')) return rendered;
  return rendered.replace(PLACEHOLDER, (placeholder, name) => path.get(name) ?? placeholder);
}

// What java.net.URI refuses anywhere in a URI, but for the braces of placeholders that nobody mapped.
const ILLEGAL = /[^\w!#$%&'()*+,\-./:;=?@[\]~{}]/;

/** @throws Refusal for a URI that no HTTP request can carry, as the service does ("Illegal character in path") */
export function refuseIllegalUri(uri: string): void {
  const illegal = ILLEGAL.exec(uri);
  if (!illegal) return;
  throw new Refusal('API_CONFIGURATION_ERROR', {
    reason: `illegal character ${JSON.stringify(illegal[0])} at index ${illegal.index} of the endpoint "${uri}": map values that are URL-encoded`,
  });
}
