import type { Origin, PolicyDocument } from './shared';

export interface ApiKeyModel {
  readonly origin: Origin;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}

export interface ThrottleSettings {
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}

export interface UsagePlanModel {
  readonly origin: Origin;
  readonly id: string;
  readonly name: string;
  readonly stages: readonly {
    readonly apiId: string;
    readonly stage: string;
    /** By `/path/METHOD`. */
    readonly throttle: Readonly<Record<string, ThrottleSettings>>;
  }[];
  readonly throttle?: ThrottleSettings;
  readonly quota?: { readonly limit: number; readonly offset: number; readonly period: 'DAY' | 'WEEK' | 'MONTH' };
  /** Ids of API keys. */
  readonly keyIds: readonly string[];
}

export interface UserPoolModel {
  readonly origin: Origin;
  readonly id: string;
  readonly arn: string;
  readonly issuer: string;
  readonly clients: readonly { readonly id: string; readonly name: string; readonly scopes: readonly string[] }[];
  /** True when the pool stands in the assembly; its keys are then a local pair, else those of its JWKS. */
  readonly local: boolean;
}

export interface RoleModel {
  readonly origin: Origin;
  readonly arn: string;
  readonly name: string;
  readonly policies: readonly PolicyDocument[];
  /** What the policies may allow at most; undefined when there is no boundary, or nobody knows it. */
  readonly boundary?: PolicyDocument;
  /** ARNs of attached policies that are not in the assembly. */
  readonly unknownPolicies?: readonly string[];
  readonly unknownBoundary?: string;
}
