import { assetOf } from '../code';
import { parseDocument, readDocumentFile } from '../document-file';
import type { Resource } from '../evaluation';
import { DefinitionFault } from '../faults';
import { optionalRecord, optionalText, type Properties, record } from '../read';
import type { Report } from '../report';
import { unknownsIn } from '../unknown';

/** A `Body`, its asset, or undefined where the API has none. @throws DefinitionFault */
export function readDocument(api: Resource, report: Report): Properties | undefined {
  const found = findDocument(api, report);
  if (found === undefined) return undefined;
  if (typeof found !== 'object' || found === null)
    throw new DefinitionFault('Invalid OpenAPI input: the body is no object');
  const document = withPseudoVariables(found as Properties, api);
  const version = optionalText(document, 'openapi') ?? optionalText(document, 'swagger') ?? '';
  if (!/^(?:2\.0|3\.0(?:\.\d+)?)$/.test(version)) {
    throw new DefinitionFault(`Invalid OpenAPI input: Swagger 2.0 and OpenAPI 3.0 are accepted, got "${version}"`);
  }
  return document;
}

function findDocument(api: Resource, report: Report): unknown {
  const { Body } = api.properties;
  if (Body !== undefined) {
    if (typeof Body !== 'string') return Body;
    const included = unknownsIn(Body)[0];
    return included === undefined ? parseDocument(Body, 'Body') : absent(api, report, included);
  }
  const location = optionalRecord(api.properties, 'BodyS3Location');
  if (location === undefined) return undefined;
  const file = assetOf(api, optionalText(location, 'Key'));
  if (file !== undefined) return readDocumentFile(file);
  return absent(api, report, `s3://${optionalText(location, 'Bucket') ?? ''}/${optionalText(location, 'Key') ?? ''}`);
}

function absent(api: Resource, report: Report, place: string): undefined {
  report.add(
    api.origin.path,
    'denies',
    `its body "${place}" is not among the assets of the assembly, so its routes are unknown`,
  );
  return undefined;
}

/** The import itself resolves three pseudo parameters in plain strings. */
function withPseudoVariables(document: Properties, api: Resource): Properties {
  const text = JSON.stringify(document);
  if (!/\$\{AWS::(?:Region|AccountId|Partition)\}/.test(text)) return document;
  const { region, accountId, partition } = api.stack;
  return JSON.parse(
    text
      .replaceAll('${AWS::Region}', region)
      .replaceAll('${AWS::AccountId}', accountId)
      .replaceAll('${AWS::Partition}', partition),
  ) as Properties;
}

/** `#/components/schemas/X` and such, inside the document. */
export function lookUp(document: Properties, reference: string): Properties | undefined {
  if (!reference.startsWith('#/')) return undefined;
  let at: unknown = document;
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Properties)[key] : undefined;
  }
  return typeof at === 'object' && at !== null ? (at as Properties) : undefined;
}

/** Prefix of all paths: `Parameters.basepath` says what becomes of the document's own base path. */
export function basePathOf(document: Properties, parameters: Properties): string {
  const mode = optionalText(parameters, 'basepath') ?? 'ignore';
  if (mode === 'ignore') return '';
  const path = ownBasePath(document).replace(/\/+$/, '');
  if (mode === 'prepend') return path;
  if (mode === 'split') return path.replace(/^\/[^/]*/, '');
  throw new DefinitionFault(`Parameters.basepath must be ignore, prepend or split, got "${mode}"`);
}

function ownBasePath(document: Properties): string {
  if (document.swagger !== undefined) return withSlash(optionalText(document, 'basePath') ?? '');
  const [server] = (document.servers ?? []) as readonly Properties[];
  if (server === undefined) return '';
  const variable = optionalText(record(record(server, 'variables'), 'basePath'), 'default');
  if (variable !== undefined) return withSlash(variable);
  return withSlash((optionalText(server, 'url') ?? '').replace(/^[a-z]+:\/\/[^/]*/i, ''));
}

function withSlash(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}
