/** Offset into the template's text, for error messages. */
export type Offset = number;

export type Template = readonly Statement[];

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | Reference
  | { readonly kind: 'set'; readonly at: Offset; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly at: Offset; readonly branches: readonly Branch[] }
  | Foreach
  | { readonly kind: 'macro'; readonly at: Offset; readonly macro: Macro }
  | MacroCall
  | { readonly kind: 'define'; readonly at: Offset; readonly name: string; readonly body: Template }
  | { readonly kind: 'evaluate'; readonly at: Offset; readonly argument: Expression }
  | { readonly kind: 'break' | 'stop'; readonly at: Offset; readonly scope?: Expression };

export interface Branch {
  /** Undefined for `#else`. */
  readonly condition?: Expression;
  readonly body: Template;
}

export interface Foreach {
  readonly kind: 'foreach';
  readonly at: Offset;
  readonly variable: string;
  readonly list: Expression;
  readonly body: Template;
}

export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Template;
}

/** A call of a macro, or text that looks like one: that is decided when it is rendered. */
export interface MacroCall {
  readonly kind: 'call';
  readonly at: Offset;
  readonly name: string;
  readonly args: readonly Expression[];
  /** Of `#@name() … #end`: `$bodyContent`. */
  readonly body?: Template;
  /** Printed when there is no macro of that name. */
  readonly source: string;
}

export interface Reference {
  readonly kind: 'reference';
  readonly at: Offset;
  /** Backslashes before the dollar sign. */
  readonly escapes: string;
  readonly silent: boolean;
  readonly name: string;
  readonly steps: readonly Step[];
  /** Behind `|` in braces: printed instead of nothing. */
  readonly alternate?: Expression;
  /** As written, without the escapes. */
  readonly source: string;
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly at: Offset; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly at: Offset; readonly index: Expression };

export type BinaryOperator = 'or' | 'and' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | bigint | number | boolean | null }
  /** A double-quoted string with references or directives in it. */
  | { readonly kind: 'interpolation'; readonly body: Template }
  | Reference
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly members: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'range'; readonly at: Offset; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly at: Offset;
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };
