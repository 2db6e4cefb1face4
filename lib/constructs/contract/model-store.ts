import { ApiModel } from './api-model';
import { normalizeSchema } from './normalize-schema';

type Json = Record<string, any>;

/** The models of an API: every schema that a route refers to, under a name. */
export class ModelStore {
  private readonly schemas = new Map<string, { readonly source: unknown; readonly schema: Json }>();

  /** Takes a schema in, with all that it refers to, and returns its name; throws what API Gateway could not take. */
  public add(name: string, body: unknown): string {
    const faults: string[] = [];
    const [model, source] = body instanceof ApiModel ? [body.name, body.schema] : [name, body];
    this.store(model, source, faults);
    if (faults.length > 0) throw new Error(faults.join('; '));
    return model;
  }

  public render(): Json | undefined {
    if (this.schemas.size === 0) return undefined;
    return Object.fromEntries([...this.schemas].map(([name, { schema }]) => [name, schema]));
  }

  private store(name: string, source: unknown, faults: string[]): void {
    const known = this.schemas.get(name);
    if (known?.source === source) return;
    if (known) {
      faults.push(`two schemas have the name "${name}": give one of them another, by an ApiModel`);
      return;
    }
    const { schema, definitions, models, faults: found } = normalizeSchema(name, source);
    faults.push(...found.map((fault) => `schema "${name}" has ${fault}`));
    this.schemas.set(name, { source, schema });
    for (const [key, definition] of Object.entries(definitions))
      this.schemas.set(key, { source: definition, schema: definition });
    for (const model of models) this.store(model.name, model.schema, faults);
  }
}

/** The name of a schema that a route gives without one: `PostOrdersByIdRequest`. */
export function nameOfSchema(method: string, segments: readonly string[], suffix: string): string {
  const words = segments.map((segment) => (segment.startsWith('{') ? `By${capitalize(segment)}` : capitalize(segment)));
  return `${capitalize(method.toLowerCase())}${words.join('')}${suffix}`;
}

function capitalize(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
