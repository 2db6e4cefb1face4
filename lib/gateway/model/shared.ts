/** Where a resource comes from. */
export interface Origin {
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path, or `Stack/LogicalId` where the assembly has no metadata. */
  readonly path: string;
  readonly region: string;
  readonly accountId: string;
}

/** One thing that the gateway does not do as AWS does. */
export interface FidelityEntry {
  readonly path: string;
  /** A sentence: what is different here. */
  readonly message: string;
  /** `denies` refuses requests, `differs` answers otherwise, `ignored` has no effect on answers. */
  readonly effect: 'denies' | 'differs' | 'ignored';
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface AccessLog {
  readonly destinationArn: string;
  /** One line with `$context.…`. */
  readonly format: string;
}

/** A custom domain's base path and the stage behind it. */
export interface DomainMapping {
  readonly domainName: string;
  /** Without slashes at its ends; empty for the root. */
  readonly basePath: string;
  readonly apiId: string;
  readonly stage: string;
}

/** What decides in place of an authorizer's own function. */
export type AuthorizerStandIn = { readonly verdict: 'allow' | 'deny' } | { readonly functionArn: string };
