import type { Clock } from './clock';
import { systemClock } from './clock';
import { GatewayError } from './errors';
import type { GatewayEvent, ListeningApi } from './events';
import type { FunctionInvoker } from './lambda/invoker';
import type { AssemblyModel, ThrottleSettings } from './model';
import type { RequestLike } from './server/in-process';
import type { RawResponse } from './server/raw';
import { RunningGateway } from './server/running-gateway';
import type { GatewayServices, LocalCredentials } from './services';
import type { KeyUsage } from './traffic/usage';

export interface GatewayOptions {
  /** Folder of a cloud assembly (`cdk.out`), or an assembly that was read before. */
  readonly assembly: string | AssemblyModel;
  /**
   * Port of the first API, the next ones count up. 0 takes any free one for each.
   * @default 0
   */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Whether APIs get a port. Without one they are called in process, by `fetch` and `send`.
   * @default true
   */
  readonly listen?: boolean;
  /**
   * Refuses to start when something of the assembly is not emulated.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Collects what each stage did with a request.
   * @default false
   */
  readonly verbose?: boolean;
  /**
   * Keys that local callers sign with.
   * @default - `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of the environment, else a pair made for this gateway
   */
  readonly credentials?: LocalCredentials;
  /**
   * `host[:port]` or URL prefix of an HTTP integration → where it is sent instead.
   * @default - every backend is called where its integration says
   */
  readonly upstreams?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  /**
   * The account's quota of requests per second and of requests at once in a region, as Service Quotas has it.
   * @default - 10,000 a second, and half of the rate at once
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  readonly accountThrottle?: ThrottleSettings;
  /**
   * Puts something between the functions and all that calls them: integrations, authorizers and other functions.
   * @default - functions are called as they are
   */
  readonly intercept?: (functions: FunctionInvoker) => FunctionInvoker;
  /**
   * CloudFormation and SSM parameters.
   * @default - the parameters' own defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * What only AWS knows, by construct path or `Stack.LogicalId.Attribute`.
   * @default - marked placeholders, named in the fidelity report
   */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * What decides in place of Lambda authorizers whose function is elsewhere, by their name or id: `allow`, `deny`, or a
   * function of the assembly.
   * @default - authorizers decide themselves; one whose function is not here denies
   */
  readonly authorizers?: Readonly<Record<string, string>>;
  /** @default - the system's clock */
  readonly clock?: Clock;
  /** @default - the environment of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * File of the key pair that signs tokens of the template's user pools.
   * @default - a pair that lives as long as the gateway
   */
  readonly keyFile?: string;
  /** @default - nobody is told */
  readonly onEvent?: (event: GatewayEvent) => void;
}

export interface ReloadResult {
  /** Names of functions that were replaced. */
  readonly functions: readonly string[];
  /** Logical ids of APIs that changed. */
  readonly apis: readonly string[];
  readonly ms: number;
}

/** New code of a function. */
export interface FunctionChange {
  /** Unqualified ARN. */
  readonly arn: string;
  readonly codeDirectory: string;
}

/** The APIs of an assembly, answering. */
export interface Gateway {
  readonly apis: readonly ListeningApi[];
  readonly credentials: LocalCredentials;
  readonly model: AssemblyModel;
  readonly services: GatewayServices;
  /**
   * Sends a WHATWG request to the API that its URL names: by the address in `apis`, an invoke URL, a custom domain, or,
   * where there is only one API, a path behind its stage.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Base URL of an API by its id or logical id, without stage. APIs of several stacks may share their logical id. */
  originOf(api: string): string | undefined;
  /** Sends a raw request, with the case, order and duplicates of its headers, to an API by its id or logical id. */
  send(api: string, request: RequestLike): Promise<RawResponse>;
  /** What each API key has used of its usage plans in the period that runs. */
  usage(): readonly KeyUsage[];
  /**
   * Serves another version of the assembly. On an error the old one goes on.
   * @param since when work on it began, on the clock of `performance.now()`: the start of `ms`; now, when left out
   * @throws GatewayError
   */
  reload(assembly?: string | AssemblyModel, since?: number): Promise<ReloadResult>;
  /**
   * Runs functions from other code; calls under way end in the old one.
   * @param since as for `reload`
   */
  replaceFunctions(changes: readonly FunctionChange[], since?: number): ReloadResult;
  /** Answers what is under way within a deadline, then ends all that runs. Resolves when nothing is left. */
  close(): Promise<void>;
}

/**
 * Serves the APIs of a cloud assembly. Resolves once every port accepts.
 * @throws GatewayError
 * @example
 * const gateway = await startGateway({ assembly: 'cdk.out' });
 * const response = await gateway.fetch(`${gateway.apis[0].url}/orders`);
 * await gateway.close();
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const port = options.port ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new GatewayError('OPTION_INVALID', `port must be a whole number from 0 to 65535, got "${port}"`);
  }
  const gateway = new RunningGateway({ ...options, port, clock: options.clock ?? systemClock });
  try {
    await gateway.start();
    return gateway;
  } catch (error) {
    await gateway.close();
    throw error;
  }
}
