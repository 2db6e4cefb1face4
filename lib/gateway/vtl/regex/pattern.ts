/** Tells whether a code point is meant. */
export type CharacterTest = (codePoint: number) => boolean;

/** A Java regular expression, parsed. */
export type Pattern =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'character';
      readonly test: CharacterTest /** Set for a plain character. */;
      readonly text?: string;
    }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: Pattern }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly body: Pattern }
  | { readonly kind: 'atomic'; readonly body: Pattern }
  | { readonly kind: 'backreference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | {
      readonly kind: 'repeat';
      readonly body: Pattern;
      readonly min: number;
      readonly max: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    };

export type Anchor = 'start' | 'end' | 'endOrLineEnd' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'noWordEdge';

export interface ParsedPattern {
  readonly pattern: Pattern;
  /** Capturing groups, without the whole match. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** What `(?imsx)` switches. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly comments: boolean;
}

export const NO_FLAGS: Flags = { ignoreCase: false, dotAll: false, multiline: false, comments: false };
