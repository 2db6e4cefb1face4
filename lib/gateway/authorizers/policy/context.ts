/** Condition keys of a request by lower-case name; several values where the key has them. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

/** What is asked: may this principal do this action on this resource? */
export interface PolicyQuestion {
  /** `execute-api:Invoke`. */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
  /** Undefined: an anonymous caller. */
  readonly principal?: PolicyPrincipal;
}

export interface PolicyPrincipal {
  readonly accountId: string;
  /** The user, or the session of an assumed role. */
  readonly arn: string;
  /** The role behind a session. */
  readonly roleArn?: string;
}

export function toContext(values: Readonly<Record<string, string | readonly string[] | undefined>>): ConditionContext {
  const context = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) context.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}
