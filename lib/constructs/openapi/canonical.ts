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

/** Text of a value that depends neither on the order of keys nor on that in which tokens were made. */
export function stringifyCanonically(value: unknown, resolve: (token: unknown) => unknown): string {
  return write(value, resolve) ?? 'null';
}

/** Undefined for what JSON has no word for, as a token may turn out to be. */
function write(value: unknown, resolve: (token: unknown) => unknown): string | undefined {
  // Most of a document is plain text, and to look for tokens in it the long way takes longer than to write it.
  const isPlain = typeof value === 'string' && !value.includes(TOKEN_IN_TEXT);
  if (!isPlain && Token.isUnresolved(value)) return write(resolve(value), resolve);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((member) => write(member, resolve) ?? 'null').join()}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const text = write((value as Container)[key], resolve);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join()}}`;
}
