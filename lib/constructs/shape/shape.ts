import { type KindName, type KindOf, KINDS } from './kinds';
import { findMisspelled, findNearest } from './nearest-name';

/**
 * What an object that users write may hold. TypeScript refuses misspelled names by itself, where it is asked; plain JavaScript does not,
 * and a name that nobody reads is a setting that nobody gets. The types keep each shape as its interface is.
 */
export interface Shape<T> extends AnyShape {
  readonly members: Members<T>;
}

export interface AnyShape {
  readonly members: Readonly<Record<string, Member>>;
  /** Why a name of something else has no place here. */
  readonly misplaced?: Readonly<Record<string, string>>;
  /** Whether a name that is not known may be one of CDK's, of a later version: then only misspelled ones are refused. */
  readonly isOpen?: true;
}

/** With an exclamation mark: it must be there. */
type Leaf<K extends string = KindName> = K | `${K}!`;

type Member = Leaf | AnyShape | Each | Items;

/** What all is of that stands in a map. */
interface Each {
  readonly each: AnyShape | KindName;
}

/** The same for a list. */
interface Items {
  readonly items: AnyShape | KindName;
}

type Members<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? KindOf<NonNullable<T[K]>> | AnyShape | Each | Items
    : `${KindOf<T[K]>}!`;
};

/** What is wrong with the form of an object. */
export interface ShapeFaults {
  readonly unknown: readonly string[];
  /** What is missing, or no object where one must be: with these, nothing else of it can be looked at. */
  readonly broken: readonly string[];
}

/** How faults speak of what they are about. */
interface Wording {
  /** What a member is called: `prop`, or `option`. */
  readonly noun: string;
  /** What the object as a whole is called. */
  readonly whole: string;
}

const PROPS: Wording = { noun: 'prop', whole: 'props' };

export const OPTIONS: Wording = { noun: 'option', whole: 'options' };

/** Compares what a user wrote with what may be written. */
export function compareShape(value: unknown, shape: AnyShape, wording: Wording = PROPS): ShapeFaults {
  const faults = { unknown: [], broken: [] };
  visit({ value, shape, place: '' }, wording, faults);
  return faults;
}

/** The same as one list: what is wrong with the form, and else what `look` finds. */
export function findShapeFaults(
  value: unknown,
  shape: AnyShape,
  look: () => readonly string[],
  wording: Wording = PROPS,
): string[] {
  const { unknown, broken } = compareShape(value, shape, wording);
  return broken.length > 0 ? [...unknown, ...broken] : [...unknown, ...look()];
}

/** Options of a function that makes something, or an error that names the function. */
export function checkOptions<T extends object>(name: string, options: T, shape: AnyShape): T {
  const { unknown, broken } = compareShape(options, shape, OPTIONS);
  if (unknown.length + broken.length > 0) throw new Error(`${name}: ${[...unknown, ...broken].join('; ')}`);
  return options;
}

/** Props of a class of ours. A subclass of the user's passes on what it has added for itself, and may misspell that as it likes. */
export function takeOwn(made: object, ours: unknown, props: unknown, { members }: AnyShape): unknown {
  if (made.constructor === ours || typeof props !== 'object' || props === null) return props;
  return Object.fromEntries(Object.entries(props).filter(([name]) => Object.hasOwn(members, name)));
}

interface Visit {
  readonly value: unknown;
  readonly shape: AnyShape;
  /** Where it stands, and an object with a dot at its end. */
  readonly place: string;
}

type Found = { readonly unknown: string[]; readonly broken: string[] };

function visit({ value, shape, place }: Visit, wording: Wording, found: Found): void {
  const known = shape.members;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const name = place === '' ? wording.whole : place.slice(0, -1);
    found.broken.push(`${name} must be an object of ${Object.keys(known).join(', ')}, got ${show(value)}`);
    return;
  }
  const strange: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (form === undefined) strange.push(name);
    else visitMember({ value: member, place: place + name }, form, wording, found);
  }
  found.unknown.push(...describeStrange(strange, shape, place, wording));
  for (const [name, form] of Object.entries(known)) {
    const given = (value as Record<string, unknown>)[name];
    if (given === undefined && typeof form === 'string' && form.endsWith('!'))
      found.broken.push(`${place}${name} is missing`);
  }
}

function visitMember({ value, place }: Omit<Visit, 'shape'>, form: Member, wording: Wording, found: Found): void {
  if (typeof form !== 'string' && 'members' in form) {
    visit({ value, shape: form, place: `${place}.` }, wording, found);
    return;
  }
  const { name, is, each } = typeof form === 'string' ? KINDS[form.replace('!', '') as KindName] : collectionOf(form);
  if (!is(value)) {
    found.broken.push(`${place} must be ${name}, got ${show(value)}`);
  } else if (each) {
    for (const [key, one] of Object.entries(value as object)) {
      const own = Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`;
      if (one !== undefined) visitMember({ value: one, place: own }, each, wording, found);
    }
  }
}

function collectionOf(form: Each | Items) {
  return 'items' in form ? { ...KINDS.list, each: form.items } : { ...KINDS.map, each: form.each };
}

/** Names that are near one that is known get a fault of their own, the others share one. */
function describeStrange(names: readonly string[], shape: AnyShape, place: string, { noun }: Wording): string[] {
  const known = Object.keys(shape.members);
  const faults: string[] = [];
  const rest: string[] = [];
  for (const name of names) {
    const why = shape.misplaced?.[name];
    const meant = shape.isOpen ? findMisspelled(name, known) : (findNearest(name, known) ?? findDeeper(name, shape));
    if (why !== undefined) faults.push(`unknown ${noun} "${place}${name}": ${why}`);
    else if (meant !== undefined) faults.push(`unknown ${noun} "${place}${name}": did you mean "${place}${meant}"?`);
    else if (!shape.isOpen) rest.push(`"${place}${name}"`);
  }
  if (rest.length === 0) return faults;
  return [
    ...faults,
    `unknown ${rest.length > 1 ? `${noun}s` : noun} ${rest.join(', ')}, known are ${known.join(', ')}`,
  ];
}

/** A name that stands one level too high. */
function findDeeper(name: string, { members }: AnyShape): string | undefined {
  const homes = Object.entries(members).filter(
    ([, form]) => typeof form === 'object' && 'members' in form && Object.hasOwn(form.members, name),
  );
  return homes.length === 1 ? `${homes[0]?.[0]}.${name}` : undefined;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value).slice(0, 100);
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? `"${value}"` : String(value);
}
