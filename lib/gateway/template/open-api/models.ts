import { inventHex } from '../invented';
import { optionalText, type Properties, record, texts } from '../read';
import { importSchema } from '../rest/schemas';
import { lookUp } from './document';
import { type Import, warn } from './import';

/** Every schema with a name becomes a model, used or not. */
export function importModels(imported: Import): void {
  const { document, draft, report, path } = imported;
  const schemas =
    document.swagger === undefined
      ? record(record(document, 'components'), 'schemas')
      : record(document, 'definitions');
  for (const [name, schema] of Object.entries(schemas)) {
    report.faults.attempt(path, () => draft.schemas.set(name, importSchema(name, schema)));
  }
}

/** Content type → model of an operation's request body. */
export function requestModelsOf(
  imported: Import,
  operation: Properties,
  parameters: readonly Properties[],
  place: string,
): Properties {
  const models: Record<string, string> = {};
  for (const [contentType, schema] of bodiesOf(imported.document, operation, parameters)) {
    const model = modelOf(imported, schema, place);
    if (model !== undefined) models[contentType] = model;
  }
  return models;
}

function bodiesOf(
  document: Properties,
  operation: Properties,
  parameters: readonly Properties[],
): [string, Properties][] {
  if (document.swagger !== undefined) {
    const body = parameters.find((parameter) => parameter.in === 'body');
    if (body?.schema === undefined) return [];
    const consumes =
      texts(operation, 'consumes').length > 0 ? texts(operation, 'consumes') : texts(document, 'consumes');
    const types = consumes.length > 0 ? consumes : ['application/json'];
    return types.map((type) => [type, body.schema as Properties]);
  }
  const written = record(operation, 'requestBody');
  const body = typeof written.$ref === 'string' ? (lookUp(document, written.$ref) ?? {}) : written;
  return Object.entries(record(body, 'content')).flatMap(([type, media]): [string, Properties][] => {
    const { schema } = (media ?? {}) as Properties;
    return schema === undefined ? [] : [[type, schema as Properties]];
  });
}

function modelOf(imported: Import, schema: Properties, place: string): string | undefined {
  const reference = optionalText(schema, '$ref');
  if (reference !== undefined) {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    if (imported.draft.schemas.has(name)) return name;
    warn(imported, place, `Reference to model '${name}' not found. Ignoring.`);
    return undefined;
  }
  const composed = ['allOf', 'anyOf', 'oneOf'].some((word) => Object.hasOwn(schema, word));
  if (composed) {
    warn(imported, place, "Unsupported model type 'ComposedSchema' in the request body. Ignoring.");
    return undefined;
  }
  const text = JSON.stringify(schema);
  const known = imported.inlineModels.get(text);
  if (known !== undefined) return known;
  const name = `MODEL${inventHex(imported.draft.id + text, 6)}`;
  imported.draft.schemas.set(name, importSchema(name, schema));
  imported.inlineModels.set(text, name);
  return name;
}
