import { ApiModel } from '../../contract/api-model';
import type { Json, Spec } from './spec';

const REFERENCE = '#/components/schemas/';

/**
 * The schemas of a document as models: their names become letters and digits, as API Gateway wants them, and references
 * follow. Only what routes use becomes part of the API.
 */
export class SpecSchemas {
  private readonly models = new Map<string, ApiModel>();

  constructor(private readonly spec: Spec) {
    const names = Object.keys(this.all);
    const taken = new Set<string>();
    for (const name of names) {
      const plain = name.replace(/[^A-Za-z0-9]/g, '');
      if (plain === '' || taken.has(plain))
        throw new Error(`schema "${name}" of the document has no name left of letters and digits`);
      taken.add(plain);
      this.models.set(name, new ApiModel(plain, {}));
    }
    // Schemas may refer to each other in circles, so every model is there before the first is filled.
    for (const name of names) Object.assign(this.modelOf(name).schema, this.convert(this.all[name]) as Json);
  }

  /** A schema with models where it refers to them. */
  public convert(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((member) => this.convert(member));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Json;
    if (typeof $ref === 'string' && $ref.startsWith(REFERENCE)) return this.modelOf($ref.slice(REFERENCE.length));
    const members = Object.entries(rest).map(([key, member]) => [key, this.convert(member)]);
    return { ...($ref !== undefined && { $ref }), ...Object.fromEntries(members) };
  }

  private get all(): Json {
    return (this.spec.document.components?.schemas ?? {}) as Json;
  }

  private modelOf(name: string): ApiModel {
    const model = this.models.get(name);
    if (model) return model;
    throw new Error(`the document refers to the schema "${name}", which is not in it`);
  }
}
