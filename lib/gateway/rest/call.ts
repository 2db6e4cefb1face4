import type { TraceEntry } from '../events';
import type { RestApiModel, RestMethodModel, RestStageModel } from '../model';
import type { RawRequest } from '../server/raw';
import type { GatewayServices } from '../services';
import type { AccessPhases } from './access-phases';

/** A request whose API and stage are known. */
export interface RestCall {
  readonly services: GatewayServices;
  readonly api: RestApiModel;
  readonly stage: RestStageModel;
  readonly request: RawRequest;
  /** UUID; `x-amzn-RequestId`. */
  readonly requestId: string;
  /** `x-amz-apigw-id`, ends with `=`. */
  readonly extendedRequestId: string;
  /** `Root=1-…;Parent=…;Sampled=0`. */
  readonly traceId: string;
  /** Behind the stage, percent-encoded as sent, slashes in front collapsed: `event.path`. */
  readonly path: string;
  /** With the stage: `requestContext.path`. */
  readonly contextPath: string;
  /** Decoded values, in order of appearance. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly domainName: string;
  /** With a custom domain: the base path of `path` that chose the API, `/orders`, or empty. Routing ignores it. */
  readonly basePath?: string;
  /** The stage's, with a canary's over them. */
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Undefined when the stage has no canary. */
  readonly isCanaryRequest?: boolean;
  /** Undefined unless traces are collected. */
  readonly trace?: TraceEntry[];
  /** What the stage's firewall said; undefined without one. */
  readonly wafResponseCode?: 'WAF_ALLOW' | 'WAF_BLOCK';
  /** Filled by access control; undefined unless the stage has an access log. */
  readonly phases?: AccessPhases;
}

/** A call whose method is known. */
export interface RoutedCall extends RestCall {
  readonly method: RestMethodModel;
  /** Percent-encoded as sent. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Who calls, as far as the method's authorization found out. */
export interface Caller {
  /** Members of `$context.identity` that authorization fills: `accessKey`, `accountId`, `caller`, `user`, `userArn`, `principalOrgId`, `cognito…`. */
  readonly identity: Readonly<Record<string, string | null>>;
  /** `$context.authorizer`: strings of a Lambda authorizer with `principalId`, or `{ claims }` of Cognito. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  /** API key named by a Lambda authorizer. */
  readonly usageIdentifierKey?: string;
}

/** The API key that a call was made with, for methods that require one. */
export interface KeyUse {
  readonly apiKey: string;
  readonly apiKeyId: string;
  readonly usagePlanId: string;
}
