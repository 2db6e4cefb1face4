import type { IConstruct } from 'constructs';
import type { GatewayEvent } from '../gateway/events';
import type { ThrottleSettings } from '../gateway/model';
import type { LocalCredentials } from '../gateway/services';
import type { ManualClock } from './manual-clock';

/** How an API is started for a test. */
export interface LocalApiOptions {
  /**
   * The API, where there are several: its construct, name, logical id or construct path.
   * @default - the only one
   */
  readonly api?: string | IConstruct;
  /**
   * Name of the stage.
   * @default - the first one
   */
  readonly stage?: string;
  /**
   * Whether REST APIs get a port of 127.0.0.1, for clients outside of the test. WebSocket APIs always do.
   * @default false
   */
  readonly listen?: boolean;
  /**
   * Refuses to start when something of the assembly is not emulated.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Traces of requests in `events`.
   * @default false
   */
  readonly verbose?: boolean;
  /** @default - a clock that stands at the present */
  readonly clock?: ManualClock;
  /**
   * Keys that `signed` signs with.
   * @default - `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of the environment, else a pair made for this API
   */
  readonly credentials?: LocalCredentials;
  /**
   * `host[:port]` or URL prefix of an HTTP integration → where it is sent instead.
   * @default - every backend is called where its integration says
   */
  readonly upstreams?: Readonly<Record<string, string>>;
  /**
   * The account's quota of requests per second and of requests at once in a region.
   * @default - 10,000 a second, and half of the rate at once
   */
  readonly accountThrottle?: ThrottleSettings;
  /**
   * CloudFormation and SSM parameters.
   * @default - the parameters' own defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * What only AWS knows, by construct path or `Stack.LogicalId.Attribute`.
   * @default - marked placeholders
   */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * What decides in place of Lambda authorizers whose function is elsewhere, by their name: `allow`, `deny`, or a function
   * of the assembly, by its name, logical id or construct path.
   * @default - authorizers decide themselves; one whose function is not here denies
   */
  readonly authorizers?: Readonly<Record<string, string>>;
  /** @default - the environment of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @default - nobody is told, `events` has them */
  readonly onEvent?: (event: GatewayEvent) => void;
}
