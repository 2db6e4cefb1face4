import { Token } from 'aws-cdk-lib/core';
import { LateValue } from './late-value';

type Container = Record<string | number, unknown>;

/** A document in its canonical form, with the places that are not literal. */
export class CanonicalDocument {
  /** The document; its late values have the form of the last refresh, or none before the first. */
  public readonly root: object;

  private readonly late: { readonly at: Container; readonly key: string | number; readonly value: LateValue }[] = [];
  private readonly tokens: unknown[] = [];

  constructor(document: object) {
    this.root = this.copy(document) as object;
  }

  /** Writes late values into their places. */
  public refresh(): object {
    const rendered = new Map<LateValue, unknown>();
    for (const { at, key, value } of this.late) {
      if (!rendered.has(value)) rendered.set(value, value.render());
      at[key] = rendered.get(value);
    }
    return this.root;
  }

  /** All that may refer to other resources. */
  public references(): unknown[] {
    return [...this.tokens, ...[...new Set(this.late.map(({ value }) => value))].map((value) => value.render())];
  }

  private copy(value: unknown): unknown {
    if (Token.isUnresolved(value)) return this.keep(value);
    if (Array.isArray(value))
      return this.fill(
        [],
        value.map((member, index) => [index, member] as const),
      );
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return this.fill({}, entries);
  }

  private fill(target: object, entries: (readonly [string | number, unknown])[]): object {
    const at = target as Container;
    for (const [key, member] of entries) {
      if (member instanceof LateValue) this.late.push({ at, key, value: member });
      at[key] = member instanceof LateValue ? member : this.copy(member);
    }
    return target;
  }

  private keep(token: unknown): unknown {
    this.tokens.push(token);
    return token;
  }
}

/** Text of a value that depends neither on the order of keys nor on that in which tokens were made. */
export function stringifyCanonically(value: unknown, resolve: (token: unknown) => unknown): string {
  return JSON.stringify(value, function replace(this: Container, key: string, member: unknown) {
    const original = this[key];
    if (Token.isUnresolved(original)) return resolve(original);
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(original as object).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
