import { Token } from 'aws-cdk-lib/core';
import { ApiModel } from './api-model';
import { ANNOTATIONS, KEPT, ONE_SCHEMA, REFUSED, SCHEMA_LIST, SCHEMA_MAP } from './schema-keywords';

type Json = Record<string, any>;

/** A schema in the form that API Gateway takes, and what could not be brought into it. */
export interface NormalizedSchema {
  readonly schema: Json;
  /** Schemas that this one refers to, by the names that they are given. */
  readonly definitions: { readonly [name: string]: Json };
  /** Models that this one refers to. */
  readonly models: readonly ApiModel[];
  readonly faults: readonly string[];
}

/**
 * Brings a JSON Schema of any draft into the one that API Gateway has, where that changes nothing about which values
 * are valid. Everything else is a fault, because the import drops in silence what it does not know.
 */
export function normalizeSchema(name: string, schema: unknown): NormalizedSchema {
  const normalizer = new Normalizer(name);
  return { ...normalizer.result, schema: normalizer.normalize(schema, '') };
}

class Normalizer {
  public readonly result = { definitions: {} as Json, models: [] as ApiModel[], faults: [] as string[] };

  constructor(private readonly name: string) {}

  public normalize(schema: unknown, place: string): Json {
    if (schema === true) return {};
    if (schema === false) return { not: {} };
    if (schema instanceof ApiModel) return this.refer(schema);
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || Token.isUnresolved(schema)) {
      return this.refuse(place, `is no schema, got ${JSON.stringify(schema)}`);
    }
    const source = schema as Json;
    if (source.$ref !== undefined) return this.normalizeReference(source, place);
    const target: Json = {};
    for (const [keyword, value] of Object.entries(source)) this.addKeyword(target, { keyword, value, source, place });
    return target;
  }

  private addKeyword(target: Json, found: Keyword): void {
    const { keyword, value, source, place } = found;
    const at = `${place}/${keyword}`;
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return;
    if (keyword === 'nullable' && value === false) return;
    if (keyword === 'format' && isNumeric(source.type)) return;
    if (keyword === 'type') Object.assign(target, this.normalizeType(value, at));
    else if (KEPT.has(keyword)) target[keyword] = value;
    else if (keyword === 'const') target.enum = [value];
    else if (keyword === '$defs' || keyword === 'definitions') this.define(value as Json, at);
    else if (keyword.startsWith('exclusive')) this.addBound(target, found);
    else if (typeof value === 'boolean' && keyword === 'additionalProperties') target[keyword] = value;
    else if (ONE_SCHEMA.has(keyword)) target[keyword] = this.normalize(value, at);
    else if (SCHEMA_LIST.has(keyword)) target[keyword] = this.normalizeList(value as unknown[], at);
    else if (SCHEMA_MAP.has(keyword)) target[keyword] = this.normalizeMap(value as Json, at);
    else this.refuse(at, REFUSED[keyword] ?? 'API Gateway does not know it');
  }

  /** Newer drafts let other keywords stand beside a reference, and all of them hold. */
  private normalizeReference({ $ref, title: _title, description: _description, ...rest }: Json, place: string): Json {
    const target = this.resolveReference($ref as string, place);
    const beside = this.normalize(rest, place);
    return Object.keys(beside).length === 0 ? target : { allOf: [target, beside] };
  }

  private normalizeList(schemas: readonly unknown[], place: string): Json[] {
    return schemas.map((schema, index) => this.normalize(schema, `${place}/${index}`));
  }

  private normalizeMap(schemas: Json, place: string): Json {
    return Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, this.normalize(schema, `${place}/${name}`)]),
    );
  }

  /** Several types become alternatives; null cannot be said. */
  private normalizeType(type: unknown, place: string): Json {
    const types = Array.isArray(type) ? type : [type];
    if (types.includes('null')) return this.refuse(place, REFUSED.nullable as string);
    return types.length === 1 ? { type: types[0] } : { anyOf: types.map((one) => ({ type: one })) };
  }

  /** A bound that is not part of the range: among whole numbers, its neighbour is. */
  private addBound(target: Json, { keyword, value, source, place }: Keyword): void {
    const [bound, step] = keyword === 'exclusiveMinimum' ? (['minimum', 1] as const) : (['maximum', -1] as const);
    const limit = typeof value === 'number' ? value : source[bound];
    if (value === false) return;
    if (source.type !== 'integer' || !Number.isInteger(limit)) {
      this.refuse(`${place}/${keyword}`, `API Gateway drops it: use "${bound}"`);
      return;
    }
    const inclusive = limit + step;
    const other = typeof value === 'number' ? source[bound] : undefined;
    target[bound] =
      other === undefined ? inclusive : step > 0 ? Math.max(inclusive, other) : Math.min(inclusive, other);
  }

  private resolveReference(reference: string, place: string): Json {
    if (reference === '#') return { $ref: `#/components/schemas/${this.name}` };
    const [, local] = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference) ?? [];
    if (local !== undefined) return { $ref: `#/components/schemas/${this.definitionName(local)}` };
    if (/^#\/components\/schemas\/[A-Za-z0-9]+$/.test(reference)) return { $ref: reference };
    return this.refuse(
      `${place}/$ref`,
      `"${reference}" leads out of the schema: put the other schema into an ApiModel`,
    );
  }

  private define(schemas: Json, place: string): void {
    for (const [name, schema] of Object.entries(schemas)) {
      this.result.definitions[this.definitionName(name)] = this.normalize(schema, `${place}/${name}`);
    }
  }

  private definitionName(name: string): string {
    return this.name + name.replace(/[^A-Za-z0-9]/g, '');
  }

  private refer(model: ApiModel): Json {
    this.result.models.push(model);
    return { $ref: `#/components/schemas/${model.name}` };
  }

  private refuse(place: string, reason: string): Json {
    this.result.faults.push(`"${place || '/'}": ${reason}`);
    return {};
  }
}

interface Keyword {
  readonly keyword: string;
  readonly value: unknown;
  readonly source: Json;
  readonly place: string;
}

function isNumeric(type: unknown): boolean {
  return type === 'integer' || type === 'number';
}
