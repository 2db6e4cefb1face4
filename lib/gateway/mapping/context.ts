import { Budget, OperationError, RecordMap, toPlain, toValue, type Value } from '../vtl';

/** What a template leaves in `$context.requestOverride`; names that a template invents are kept. */
export interface RequestOverride {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly querystring?: Readonly<Record<string, unknown>>;
  readonly path?: Readonly<Record<string, unknown>>;
  readonly [invented: string]: unknown;
}

/** What a template leaves in `$context.responseOverride`; names that a template invents are kept. */
export interface ResponseOverride {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
  readonly [invented: string]: unknown;
}

/** Overrides of one exchange: those of the request template are seen by the response template. */
export interface Overrides {
  readonly requestOverride?: RequestOverride;
  readonly responseOverride?: ResponseOverride;
}

/** A map of `$context`: it has members, but prints nothing. */
class ContextMap extends RecordMap {
  constructor(plain: object, convert = member) {
    super(plain, convert);
  }

  override get printed(): string {
    return '';
  }
}

/** Each parameter can be overridden once in a template; the service answers a second time with an error. */
class OverrideMap extends ContextMap {
  private readonly overridden = new Set<Value>();

  constructor(plain: object) {
    super(plain, (value) => (isPlainObject(value) ? new OverrideMap(value) : toValue(value)));
  }

  override set(key: Value, value: Value): void {
    if (this.overridden.has(key)) throw new OperationError(`"${String(key)}" is overridden twice`);
    this.overridden.add(key);
    super.set(key, value);
  }
}

type OverrideName = keyof Overrides;

/** `$context`, with the two override maps that a template may fill. */
class RootMap extends ContextMap {
  constructor(
    context: object,
    private readonly given: Overrides,
  ) {
    super(context);
  }

  protected override make(key: string): Value {
    if (key === 'requestOverride') {
      return new OverrideMap({ path: {}, header: {}, querystring: {}, ...this.given.requestOverride });
    }
    if (key === 'responseOverride') return new OverrideMap({ header: {}, ...this.given.responseOverride });
    return super.make(key);
  }

  protected override names(): string[] {
    return [...super.names(), 'requestOverride', 'responseOverride'];
  }

  /** What a template left behind of what it was given; a map that nothing was put into is left out. */
  overrides(): Overrides {
    const requestOverride = this.left('requestOverride');
    const responseOverride = this.left('responseOverride');
    return { ...(requestOverride && { requestOverride }), ...(responseOverride && { responseOverride }) };
  }

  private left(name: OverrideName): Record<string, unknown> | undefined {
    const map = this.isRead(name) ? this.get(name) : undefined;
    const isTouched = map !== undefined && !(map instanceof OverrideMap && !map.isOpened);
    const plain = isTouched ? (toPlain(map, new Budget()) as Record<string, unknown> | undefined) : this.given[name];
    if (plain === undefined) return undefined;
    const filled = Object.entries(plain).filter(([, value]) => !isEmptyObject(value));
    return filled.length === 0 ? undefined : Object.fromEntries(filled);
  }
}

export type MappingContext = RootMap;

export function makeContext(context: Readonly<Record<string, unknown>>, given: Overrides): MappingContext {
  return new RootMap(context, given);
}

function member(value: unknown): Value {
  return isPlainObject(value) ? new ContextMap(value) : toValue(value);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmptyObject(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}
