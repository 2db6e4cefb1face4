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
    const rendered = new Map(this.distinctLate().map((value) => [value, value.render()]));
    for (const { at, key, value } of this.late) at[key] = rendered.get(value);
    return this.root;
  }

  /** All that may refer to other resources. */
  public references(): unknown[] {
    return [...this.tokens, ...this.distinctLate().flatMap((value) => value.references())];
  }

  private distinctLate(): LateValue[] {
    return [...new Set(this.late.map(({ value }) => value))];
  }

  private copy(value: unknown): unknown {
    if (typeof value === 'boolean' || value === null) return value;
    if (Token.isUnresolved(value)) return this.keep(value);
    if (Array.isArray(value)) return this.fill([], value as unknown as Container, value.keys());
    if (typeof value !== 'object') return value;
    return this.fill({}, value as Container, Object.keys(value).sort());
  }

  private fill(target: object, source: Container, keys: Iterable<string | number>): object {
    const at = target as Container;
    for (const key of keys) {
      const member = source[key];
      if (member === undefined) continue;
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

const TOKEN_IN_TEXT = '${Token[';

/** Writes values as text that depends neither on the order of keys nor on that in which tokens were made. */
export class CanonicalWriter {
  /** Many routes have the same function. */
  private readonly known = new Map<string, string | undefined>();

  constructor(private readonly resolve: (token: unknown) => unknown) {}

  /** Undefined for what JSON has no word for, as a token may turn out to be. */
  public write(value: unknown): string | undefined {
    if (typeof value === 'string')
      return value.includes(TOKEN_IN_TEXT) ? this.writeToken(value) : JSON.stringify(value);
    if (Token.isUnresolved(value)) return this.write(this.resolve(value));
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((member) => this.write(member) ?? 'null').join()}]`;
    return this.writeMembers(value, (member) => this.write(member));
  }

  /** An object whose members are written in a way of their own; undefined leaves one out. */
  public writeMembers(object: object, write: (member: any, key: string) => string | undefined): string {
    const members: string[] = [];
    for (const key of Object.keys(object).sort()) {
      const text = write((object as Container)[key], key);
      if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
    }
    return `{${members.join()}}`;
  }

  private writeToken(value: string): string | undefined {
    if (this.known.has(value)) return this.known.get(value);
    // Text with the mark of a token need not have one.
    const text = Token.isUnresolved(value) ? this.write(this.resolve(value)) : JSON.stringify(value);
    this.known.set(value, text);
    return text;
  }
}
