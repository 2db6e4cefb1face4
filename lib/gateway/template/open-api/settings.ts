import {
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalRecord,
  optionalText,
  type Properties,
  record,
  texts,
} from '../read';
import { checkedCompression, unescapeSlash } from '../rest/api-settings';
import { readPolicy } from '../roles';
import type { Import } from './import';

/** API-level settings of the body, beside those of the resource. */
export function importSettings(imported: Import, properties: Properties): void {
  const { document, draft } = imported;
  if (properties.Name === undefined) draft.name = optionalText(record(document, 'info'), 'title') ?? draft.name;
  const source = optionalChoice(document, 'x-amazon-apigateway-api-key-source', ['HEADER', 'AUTHORIZER'] as const);
  if (source !== undefined) draft.apiKeySource = source;
  const isOverwrite = optionalText(properties, 'Mode')?.toLowerCase() === 'overwrite';
  importMediaTypes(imported, isOverwrite);
  const compression = optionalNumber(document, 'x-amazon-apigateway-minimum-compression-size');
  if (compression !== undefined) draft.minimumCompressionSize = checkedCompression(compression);
  const policy = optionalRecord(document, 'x-amazon-apigateway-policy');
  if (policy !== undefined) draft.policy = readPolicy(policy);
  const endpoint = endpointConfiguration(document);
  draft.vpcEndpointId ??= texts(endpoint, 'vpcEndpointIds')[0];
  const disabled = optionalFlag(endpoint, 'disableExecuteApiEndpoint');
  if (disabled !== undefined) draft.disableExecuteApiEndpoint = disabled;
  if (isOverwrite) reportLost(imported, properties);
}

function importMediaTypes(imported: Import, isOverwrite: boolean): void {
  const { document, draft } = imported;
  if (document['x-amazon-apigateway-binary-media-types'] === undefined) return;
  const own = texts(document, 'x-amazon-apigateway-binary-media-types').map(unescapeSlash);
  draft.binaryMediaTypes = isOverwrite ? own : [...new Set([...draft.binaryMediaTypes, ...own])];
}

function endpointConfiguration(document: Properties): Properties {
  const key = 'x-amazon-apigateway-endpoint-configuration';
  if (document[key] !== undefined) return record(document, key);
  for (const server of (document.servers ?? []) as readonly Properties[]) {
    if (server[key] !== undefined) return record(server, key);
  }
  return {};
}

const REPEATED: Readonly<Record<string, string>> = {
  ApiKeySourceType: 'x-amazon-apigateway-api-key-source',
  BinaryMediaTypes: 'x-amazon-apigateway-binary-media-types',
  MinimumCompressionSize: 'x-amazon-apigateway-minimum-compression-size',
  Policy: 'x-amazon-apigateway-policy',
};

/** An `overwrite` import deletes settings that only the resource has; here they stay. */
function reportLost(imported: Import, properties: Properties): void {
  for (const [property, extension] of Object.entries(REPEATED)) {
    if (properties[property] === undefined || imported.document[extension] !== undefined) continue;
    imported.report.add(
      imported.path,
      'differs',
      `an import with Mode "overwrite" may reset ${property}, which the body does not repeat as ${extension}; here it stays`,
    );
  }
}
