import { type Kind, type KindName, type KindOf, KINDS } from './kinds';
import { describeStrange } from './strange-names';

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
export interface Wording {
  /** What a member is called: `prop`, or `option`. */
  readonly noun: string;
  /** What the object as a whole is called. */
  readonly whole: string;
}

const PROPS: Wording = { noun: 'prop', whole: 'props' };

export const OPTIONS: Wording = { noun: 'option', whole: 'options' };

/** Compares what a user wrote with what may be written. */
export function compareShape(value: unknown, shape: AnyShape, wording: Wording = PROPS): ShapeFaults {
  const comparison = new Comparison(wording);
  comparison.compare(value, shape, '');
  return comparison;
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

/** What a function that makes something must be given, or an error that names the function. */
export function checkGiven<T>(name: string, what: string, given: T): T {
  if (typeof given === 'object' && given !== null) return given;
  throw new Error(`${name} must be given ${what}, got ${show(given)}`);
}

/** Props of a class of ours. A subclass of the user's passes on what it has added for itself, and may misspell that as it likes. */
export function takeOwn(made: object, ours: unknown, props: unknown, { members }: AnyShape): unknown {
  if (made.constructor === ours || typeof props !== 'object' || props === null) return props;
  return Object.fromEntries(Object.entries(props).filter(([name]) => Object.hasOwn(members, name)));
}

/** Goes through an object and what is in it. Each route of an API is compared, so nothing is made before there is something to say. */
class Comparison implements ShapeFaults {
  public readonly unknown: string[] = [];
  public readonly broken: string[] = [];

  constructor(private readonly wording: Wording) {}

  /** The place of an object ends with a dot. */
  public compare(value: unknown, shape: AnyShape, place: string): void {
    const known = shape.members;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const name = place === '' ? this.wording.whole : place.slice(0, -1);
      this.broken.push(`${name} must be an object of ${Object.keys(known).join(', ')}, got ${show(value)}`);
      return;
    }
    let strange: string[] | undefined;
    for (const name of Object.keys(value)) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined) continue;
      if (Object.hasOwn(known, name)) this.compareMember(member, known[name] as Member, place + name);
      else strange = [...(strange ?? []), name];
    }
    if (strange) this.unknown.push(...describeStrange(strange, shape, place, this.wording));
    for (const name of requiredIn(shape)) {
      if ((value as Record<string, unknown>)[name] === undefined) this.broken.push(`${place}${name} is missing`);
    }
  }

  private compareMember(value: unknown, form: Member, place: string): void {
    if (typeof form === 'string') this.compareKind(value, kindOf(form), place);
    else if ('members' in form) this.compare(value, form, `${place}.`);
    else if ('items' in form) this.compareKind(value, { ...KINDS.list, each: form.items }, place);
    else this.compareKind(value, { ...KINDS.map, each: form.each }, place);
  }

  private compareKind(
    value: unknown,
    { name, is, each }: Omit<Kind, 'each'> & { readonly each?: Member },
    place: string,
  ): void {
    if (!is(value)) {
      this.broken.push(`${place} must be ${name}, got ${show(value)}`);
    } else if (each) {
      for (const [key, one] of Object.entries(value as object)) {
        if (one !== undefined)
          this.compareMember(one, each, Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`);
      }
    }
  }
}

const required = new WeakMap<AnyShape, readonly string[]>();

function requiredIn(shape: AnyShape): readonly string[] {
  const known = required.get(shape);
  if (known) return known;
  const found = Object.entries(shape.members).filter(([, form]) => typeof form === 'string' && form.endsWith('!'));
  const names = found.map(([name]) => name);
  required.set(shape, names);
  return names;
}

function kindOf(leaf: Leaf): Kind {
  return KINDS[(leaf.endsWith('!') ? leaf.slice(0, -1) : leaf) as KindName];
}

function show(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value).slice(0, 100);
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? `"${value}"` : String(value);
}
