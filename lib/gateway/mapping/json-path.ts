import { type Budget, JavaList, JavaMap, type Value } from '../vtl';
import { passes } from './json-path-filter';
import { applyFunction } from './json-path-functions';
import { parseJsonPath, type PathStep } from './json-path-syntax';

export { JsonPathError } from './json-path-syntax';

/** A place on the way costs as much as this many nodes of a template. */
const STEPS_PER_PLACE = 4;

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
  for (const step of steps) {
    const found: Value[] = [];
    for (const place of places) next(root, place, step, budget, found);
    places = found;
  }
  return steps.every(isDefinite) ? places[0] : new JavaList(places, 'json');
}

function isDefinite(step: PathStep): boolean {
  if (step.kind === 'indexes') return step.indexes.length === 1;
  return step.kind === 'property' || step.kind === 'properties';
}

/** Adds to `found` where a step leads from one place. */
function next(root: Value, place: Value, step: PathStep, budget: Budget, found: Value[]): void {
  budget.spend(STEPS_PER_PLACE);
  switch (step.kind) {
    case 'property':
      if (place instanceof JavaMap && place.entries.has(step.name)) found.push(place.get(step.name));
      return;
    case 'properties':
      if (place instanceof JavaMap) found.push(pick(place, step.names));
      return;
    case 'indexes':
      if (place instanceof JavaList) found.push(...elements(place, step.indexes));
      return;
    case 'slice':
      if (place instanceof JavaList) addSlice(place, step, found);
      return;
    case 'wildcard':
      for (const child of children(place)) found.push(child);
      return;
    case 'scan':
      addDescendants(place, budget, found);
      return;
    case 'filter':
      for (const child of place instanceof JavaList ? place.items : [place]) {
        const read = (path: readonly PathStep[], from: '$' | '@') =>
          follow(root, from === '$' ? root : child, path, budget);
        if (passes(step.test, read, budget)) found.push(child);
      }
  }
}

function pick(map: JavaMap, names: readonly string[]): JavaMap {
  return new JavaMap(names.filter((name) => map.entries.has(name)).map((name) => [name, map.get(name)] as const));
}

function elements({ items }: JavaList, indexes: readonly number[]): Value[] {
  return indexes
    .map((index) => (index < 0 ? items.length + index : index))
    .filter((at) => at >= 0 && at < items.length)
    .map((at) => items[at]);
}

function addSlice({ items }: JavaList, slice: PathStep & { kind: 'slice' }, found: Value[]): void {
  const { from = 0, to = items.length, by } = slice;
  const start = from < 0 ? Math.max(0, items.length + from) : from;
  const end = Math.min(items.length, to < 0 ? items.length + to : to);
  for (let i = start; i < end; i += by) found.push(items[i]);
}

function children(place: Value): Iterable<Value> {
  if (place instanceof JavaList) return place.items;
  return place instanceof JavaMap ? place.entries.values() : [];
}

/** The place itself and everything below it that has members. */
function addDescendants(place: Value, budget: Budget, found: Value[]): void {
  if (!(place instanceof JavaMap || place instanceof JavaList)) return;
  budget.spend(STEPS_PER_PLACE);
  found.push(place);
  for (const child of children(place)) addDescendants(child, budget, found);
}
