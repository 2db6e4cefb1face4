/** Condition keys of a request. */
export interface ConditionContext {
  /** Values of a key by its lower-case name; several where the key has them. */
  get(name: string): readonly string[] | undefined;
}

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

type ConditionValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A context whose values are gathered once a condition or a variable asks for one: most policies never do. */
export function lazyContext(gather: () => ConditionValues): ConditionContext {
  let context: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    get(name) {
      context ??= toMap(gather());
      return context.get(name);
    },
  };
}

function toMap(values: ConditionValues): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) map.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return map;
}
