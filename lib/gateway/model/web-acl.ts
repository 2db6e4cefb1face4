/** A firewall of AWS WAF, with what of its rules can be judged here. */
export interface WebAclModel {
  readonly arn: string;
  readonly name: string;
  readonly defaultAction: WebAclAction;
  /** In the order in which they look at a request; those of rule groups stand among them. */
  readonly rules: readonly WebAclRule[];
}

export type WebAclAction =
  | { readonly kind: 'ALLOW' | 'COUNT' }
  | { readonly kind: 'BLOCK'; readonly response?: WebAclResponse };

/** What a rule answers in place of the API. */
export interface WebAclResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly contentType?: string;
  readonly body: string;
}

export interface WebAclRule {
  readonly name: string;
  readonly action: WebAclAction;
  readonly labels: readonly string[];
  readonly statement: WebAclStatement;
}

export type WebAclStatement =
  | { readonly kind: 'and' | 'or'; readonly statements: readonly WebAclStatement[] }
  | { readonly kind: 'not'; readonly statement: WebAclStatement }
  | { readonly kind: 'label'; readonly scope: 'LABEL' | 'NAMESPACE'; readonly key: string }
  | { readonly kind: 'addresses'; readonly ranges: readonly string[]; readonly forwarded?: ForwardedAddress }
  | WebAclTextStatement
  | WebAclRateStatement;

/** The address that a header names, in place of the client's own. */
export interface ForwardedAddress {
  readonly header: string;
  /** Whether a request without a valid address there counts as a match. */
  readonly fallback: 'MATCH' | 'NO_MATCH';
  readonly position: 'FIRST' | 'LAST' | 'ANY';
}

export interface WebAclTextStatement {
  readonly kind: 'text';
  readonly field: WebAclField;
  readonly transformations: readonly WebAclTransformation[];
  readonly test: WebAclTest;
}

export type WebAclTest =
  | { readonly kind: 'bytes'; readonly search: string; readonly position: WebAclPosition }
  | { readonly kind: 'regex'; readonly patterns: readonly string[] }
  | { readonly kind: 'size'; readonly operator: 'EQ' | 'NE' | 'LE' | 'LT' | 'GE' | 'GT'; readonly size: number };

export type WebAclPosition = 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';

export type WebAclTransformation =
  | 'NONE'
  | 'LOWERCASE'
  | 'URL_DECODE'
  | 'COMPRESS_WHITE_SPACE'
  | 'REMOVE_NULLS'
  | 'REPLACE_NULLS'
  | 'BASE64_DECODE'
  | 'HEX_DECODE';

export type WebAclField =
  | { readonly kind: 'method' | 'path' | 'query' | 'arguments' }
  | { readonly kind: 'argument' | 'header'; readonly name: string }
  | { readonly kind: 'body'; readonly oversize: 'CONTINUE' | 'MATCH' | 'NO_MATCH' };

export interface WebAclRateStatement {
  readonly kind: 'rate';
  /** Counts of one rule are its own. */
  readonly id: string;
  readonly limit: number;
  readonly windowMs: number;
  /** What tells callers apart; undefined: the address of the client. */
  readonly by?: ForwardedAddress | 'nothing';
  readonly scope?: WebAclStatement;
}
