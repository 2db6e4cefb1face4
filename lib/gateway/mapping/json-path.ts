import { type Budget, JavaList, JavaMap, type Value } from '../vtl';
import { passes } from './json-path-filter';
import { applyFunction } from './json-path-functions';
import { parseJsonPath, type PathStep } from './json-path-syntax';

export { JsonPathError } from './json-path-syntax';

/**
 * Reads a path as Jayway does: a path that can lead to one place only gives what stands there, or undefined; any other
 * gives a list, which may be empty.
 * @throws JsonPathError when the path cannot be read
 */
export function readJsonPath(document: Value, path: string, budget: Budget): Value {
  budget.spend(path.length);
  const steps = parseJsonPath(path);
  const last = steps.at(-1);
  if (last?.kind === 'function')
    return applyFunction(last.name, follow(document, document, steps.slice(0, -1), budget));
  return follow(document, document, steps, budget);
}

/** Follows steps from a place inside a document. */
export function follow(root: Value, start: Value, steps: readonly PathStep[], budget: Budget): Value {
  let places: Value[] = [start];
  for (const step of steps) places = places.flatMap((place) => [...next(root, place, step, budget)]);
  return steps.every(isDefinite) ? places[0] : new JavaList(places, 'json');
}

function isDefinite(step: PathStep): boolean {
  return (
    step.kind === 'property' || step.kind === 'properties' || (step.kind === 'indexes' && step.indexes.length === 1)
  );
}

function* next(root: Value, place: Value, step: PathStep, budget: Budget): Generator<Value> {
  budget.spend(1);
  switch (step.kind) {
    case 'property':
      if (place instanceof JavaMap && place.entries.has(step.name)) yield place.get(step.name);
      return;
    case 'properties':
      if (place instanceof JavaMap) yield pick(place, step.names);
      return;
    case 'indexes':
      if (place instanceof JavaList) yield* elements(place, step.indexes);
      return;
    case 'slice':
      if (place instanceof JavaList) yield* slice(place, step);
      return;
    case 'wildcard':
      yield* children(place);
      return;
    case 'scan':
      yield* descendants(place, budget);
      return;
    case 'filter':
      for (const child of place instanceof JavaList ? place.items : [place]) {
        const test = (path: readonly PathStep[], from: '$' | '@') =>
          follow(root, from === '$' ? root : child, path, budget);
        if (passes(step.test, test, budget)) yield child;
      }
  }
}

function pick(map: JavaMap, names: readonly string[]): JavaMap {
  return new JavaMap(names.filter((name) => map.entries.has(name)).map((name) => [name, map.get(name)] as const));
}

function* elements({ items }: JavaList, indexes: readonly number[]): Generator<Value> {
  for (const index of indexes) {
    const at = index < 0 ? items.length + index : index;
    if (at >= 0 && at < items.length) yield items[at];
  }
}

function* slice(
  { items }: JavaList,
  { from = 0, to = items.length, by }: PathStep & { kind: 'slice' },
): Generator<Value> {
  const start = from < 0 ? Math.max(0, items.length + from) : from;
  const end = Math.min(items.length, to < 0 ? items.length + to : to);
  for (let i = start; i < end; i += by) yield items[i];
}

function children(place: Value): Iterable<Value> {
  if (place instanceof JavaList) return place.items;
  return place instanceof JavaMap ? place.entries.values() : [];
}

/** The place itself and everything below it that has members. */
function* descendants(place: Value, budget: Budget): Generator<Value> {
  if (!(place instanceof JavaMap || place instanceof JavaList)) return;
  budget.spend(1);
  yield place;
  for (const child of children(place)) yield* descendants(child, budget);
}
