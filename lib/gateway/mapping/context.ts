import { Budget, JavaMap, OperationError, RecordMap, toPlain, toValue, type Value } from '../vtl';

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

/** `$context`, with the two override maps that a template may fill. */
export function makeContext(context: Readonly<Record<string, unknown>>, overrides: Overrides): JavaMap {
  return new ContextMap({
    ...context,
    requestOverride: new OverrideMap({ path: {}, header: {}, querystring: {}, ...overrides.requestOverride }),
    responseOverride: new OverrideMap({ header: {}, ...overrides.responseOverride }),
  });
}

/** What a template left behind of what it was given; a map that nothing was put into is left out. */
export function readOverrides(context: JavaMap, given: Overrides): Overrides {
  const budget = new Budget();
  const read = (name: 'requestOverride' | 'responseOverride') => {
    const map = context.get(name);
    const isTouched = !(map instanceof OverrideMap && !map.isOpened);
    const plain = isTouched ? (toPlain(map, budget) as Record<string, unknown> | undefined) : given[name];
    const filled = Object.entries(plain ?? {}).filter(([, value]) => !isEmptyObject(value));
    return filled.length === 0 ? undefined : Object.fromEntries(filled);
  };
  const requestOverride = read('requestOverride');
  const responseOverride = read('responseOverride');
  return { ...(requestOverride && { requestOverride }), ...(responseOverride && { responseOverride }) };
}

function member(value: unknown): Value {
  return isPlainObject(value) ? new ContextMap(value) : toValue(value);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JavaMap);
}

function isEmptyObject(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}
