import { Budget, JavaMap, OperationError, toPlain, toValue, type Value } from '../vtl';

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
class ContextMap extends JavaMap {
  override get printed(): string {
    return '';
  }
}

/** Each parameter can be overridden once in a template; the service answers a second time with an error. */
class OverrideMap extends ContextMap {
  private readonly overridden = new Set<Value>();

  override set(key: Value, value: Value): void {
    if (this.overridden.has(key)) throw new OperationError(`"${String(key)}" is overridden twice`);
    this.overridden.add(key);
    super.set(key, value);
  }
}

/** `$context`, with the two override maps that a template may fill. */
export function makeContext(context: Readonly<Record<string, unknown>>, overrides: Overrides): JavaMap {
  return new ContextMap(() => [
    ...members(context),
    ['requestOverride', overrideMap({ path: {}, header: {}, querystring: {}, ...overrides.requestOverride })],
    ['responseOverride', overrideMap({ header: {}, ...overrides.responseOverride })],
  ]);
}

/** What a template left behind of what it was given; a map that nothing was put into is left out. */
export function readOverrides(context: JavaMap, given: Overrides): Overrides {
  const budget = new Budget();
  const read = (name: 'requestOverride' | 'responseOverride') => {
    const map = context.isOpened ? context.get(name) : undefined;
    const isTouched = context.isOpened && !(map instanceof OverrideMap && !map.isOpened);
    const plain = isTouched ? (toPlain(map, budget) as Record<string, unknown> | undefined) : given[name];
    const filled = Object.entries(plain ?? {}).filter(([, value]) => !isEmptyObject(value));
    return filled.length === 0 ? undefined : Object.fromEntries(filled);
  };
  const requestOverride = read('requestOverride');
  const responseOverride = read('responseOverride');
  return { ...(requestOverride && { requestOverride }), ...(responseOverride && { responseOverride }) };
}

function members(plain: object): (readonly [string, Value])[] {
  return Object.entries(plain)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => [key, isPlainObject(value) ? new ContextMap(() => members(value)) : toValue(value)] as const,
    );
}

function overrideMap(plain: object): OverrideMap {
  return new OverrideMap(() =>
    Object.entries(plain).map(
      ([key, value]) => [key, isPlainObject(value) ? overrideMap(value) : toValue(value)] as const,
    ),
  );
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmptyObject(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}
