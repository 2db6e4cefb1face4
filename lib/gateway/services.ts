import type { Clock } from './clock';
import type { EmitEvent } from './events';
import type { FunctionInvoker } from './lambda/invoker';
import type { AssemblyModel } from './model';
import type { GatewayState } from './traffic/state';
import type { BucketLimit } from './traffic/token-buckets';

/** Keys that local callers sign with. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** ARN of the identity that these keys stand for. */
  readonly userArn: string;
  readonly accountId: string;
  /** True: the gateway made them and prints them. */
  readonly generated: boolean;
}

/** What a request may need from outside its own pipeline. One object per gateway, replaced as a whole on reload. */
export interface GatewayServices {
  readonly clock: Clock;
  readonly model: AssemblyModel;
  /** Buckets, quotas, caches and keys: one object for the gateway's life. */
  readonly state: GatewayState;
  readonly functions: FunctionInvoker;
  readonly credentials: LocalCredentials;
  readonly region: string;
  /** `host[:port]` or URL prefix of an HTTP integration → where it is sent instead (`--upstream`). */
  readonly upstreams: ReadonlyMap<string, string>;
  /** What the account may call in a region, all APIs together. */
  readonly accountLimit: BucketLimit;
  /** Base URL of an AWS service by the name of its endpoint variable (`SQS`, `DYNAMODB`), or undefined. */
  endpointOf(service: string): string | undefined;
  /** Collects traces of requests (`--verbose`). */
  readonly verbose: boolean;
  readonly emit: EmitEvent;
}
