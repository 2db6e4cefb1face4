import type { Template } from './ast';
import type { Budget } from './limits';
import { OperationError } from './template-error';

/**
 * What a template can hold. Integers are bigints and floating point numbers are JavaScript numbers, so that `5 / 2`
 * and `5.0 / 2` differ as in Java. `null` is a null that was written down (JSON), `undefined` one that is missing.
 */
export type Value =
  | undefined
  | null
  | string
  | boolean
  | bigint
  | number
  | JavaMap
  | JavaList
  | MapEntry
  | Block
  | ForeachScope
  | HostObject;

type Members = Iterable<readonly [Value, Value]>;

/** A `java.util.LinkedHashMap`. */
export class JavaMap {
  protected made: Map<Value, Value> | undefined;

  /** @param members a function is asked for them when the map is first looked into: most templates leave most maps alone */
  constructor(private readonly members: Members | (() => Members) = []) {}

  get entries(): Map<Value, Value> {
    this.made ??= new Map(typeof this.members === 'function' ? this.members() : this.members);
    return this.made;
  }

  /** Whether anybody has looked into it. */
  get isOpened(): boolean {
    return this.made !== undefined;
  }

  /** What it prints, where that is not `{a=b}`. */
  get printed(): string | undefined {
    return undefined;
  }

  get(key: Value): Value {
    return this.entries.get(key);
  }

  /** @throws OperationError where a map refuses */
  set(key: Value, value: Value): void {
    this.entries.set(key, value);
  }
}

/** A map over a plain object. Of most such maps a template wants one member: each is made when it is asked for. */
export class RecordMap extends JavaMap {
  private readonly known = new Map<string, Value>();

  constructor(
    private readonly plain: object,
    private readonly convert: (member: unknown) => Value,
  ) {
    super(() => this.names().map((key) => [key, this.member(key)] as const));
  }

  override get isOpened(): boolean {
    return this.made !== undefined || this.known.size > 0;
  }

  /** Whether anybody has asked for this member. */
  isRead(key: string): boolean {
    return this.made !== undefined || this.known.has(key);
  }

  override get(key: Value): Value {
    return this.made !== undefined || typeof key !== 'string' ? super.get(key) : this.member(key);
  }

  /** The same value whenever it is asked for: a template may have put something into it. */
  private member(key: string): Value {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = this.make(key);
    if (made !== undefined) this.known.set(key, made);
    return made;
  }

  protected make(key: string): Value {
    const { plain } = this;
    return Object.hasOwn(plain, key) ? this.convert((plain as Record<string, unknown>)[key]) : undefined;
  }

  /** Of all members. What is undefined is none. */
  protected names(): string[] {
    return Object.entries(this.plain)
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key);
  }
}

/** A `java.util.List`: one written in a template prints as `[a, b]`, one that was parsed from JSON prints as JSON. */
export class JavaList {
  constructor(
    readonly items: Value[],
    readonly style: 'java' | 'json' = 'java',
  ) {}
}

/** A `java.util.Map.Entry`. */
export class MapEntry {
  constructor(
    readonly key: Value,
    readonly value: Value,
  ) {}
}

/** What `#define` puts away; it renders where it is printed. */
export class Block {
  depth = 0;

  constructor(readonly body: Template) {}
}

/** `$foreach`. */
export class ForeachScope {
  index = -1;

  constructor(
    readonly size: number,
    readonly parent: ForeachScope | undefined,
  ) {}
}

/** An object with named methods and properties that templates may use, and nothing else. */
export interface HostObject {
  readonly host: string;
  /** Undefined when there is none of that name. */
  property(name: string): Value;
  /** @throws OperationError */
  call(name: string, args: readonly Value[], budget: Budget): Value;
}

export function isHostObject(value: Value): value is HostObject {
  return typeof value === 'object' && value !== null && 'host' in value;
}

export function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Plain JavaScript values as template values: objects become maps, integers stay integers. */
export function toValue(plain: unknown, style: 'java' | 'json' = 'java'): Value {
  if (plain === undefined || plain === null) return plain;
  if (typeof plain === 'string' || typeof plain === 'boolean' || typeof plain === 'bigint') return plain;
  if (typeof plain === 'number') return Number.isSafeInteger(plain) ? BigInt(plain) : plain;
  if (Array.isArray(plain)) {
    return new JavaList(
      plain.map((item) => toValue(item, style)),
      style,
    );
  }
  if (plain instanceof JavaMap || plain instanceof JavaList) return plain;
  if (typeof plain !== 'object') return undefined;
  return new RecordMap(plain, (member) => toValue(member, style));
}

/** The way back, for callers of a template: maps become objects without a prototype, integers numbers. */
export function toPlain(value: Value, budget: Budget, depth = 0): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  descend(budget, depth);
  if (value instanceof JavaList) return value.items.map((item) => toPlain(item, budget, depth + 1));
  if (!(value instanceof JavaMap)) return undefined;
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, item] of value.entries) plain[String(key)] = toPlain(item, budget, depth + 1);
  return plain;
}

/** Deeper values are cycles or as good as cycles. */
const MAX_DEPTH = 200;

/** Counts a step into a value. @throws OperationError for values that contain themselves */
export function descend(budget: Budget, depth: number): void {
  budget.spend(1);
  if (depth > MAX_DEPTH) throw new OperationError('a value is nested too deeply, or contains itself');
}
