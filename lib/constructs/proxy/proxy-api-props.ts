import type { FrontDoorApiProps } from '../front-door-props';
import type { CanaryUpstreamOptions } from './canary-upstream';
import type { ProxyPathOptions } from './proxy-path-options';
import type { Upstream } from './upstream';

/** Properties of `ProxyApi`. */
export interface ProxyApiProps extends FrontDoorApiProps {
  /**
   * The server that gets everything no mount takes.
   *
   * @default - only mounts and paths lead anywhere
   */
  readonly upstream?: Upstream;

  /**
   * Servers by the paths that they take with everything below, the longest first. A server sees the path below its mount, unless
   * it says `keepPrefix`.
   *
   * @default - everything goes to `upstream`
   */
  readonly mounts?: { readonly [path: string]: Upstream };

  /**
   * What is different on single paths: `/reports/{id}`, or for one method `GET /reports/{id}`. Other methods go where they would go
   * anyway.
   *
   * @default - all paths are alike
   */
  readonly paths?: { readonly [key: string]: ProxyPathOptions };

  /**
   * Paths that everybody may call: `/health`, `GET /status`, `/assets/{file+}`.
   *
   * @default - the authorizer guards everything
   */
  readonly publicPaths?: string[];

  /**
   * Whether upstreams answer pages of other origins themselves: preflights reach them then, without credentials. It excludes `cors`,
   * by which API Gateway answers preflights.
   *
   * @default false
   */
  readonly upstreamCors?: boolean;

  /**
   * Another server that takes a part of the requests for `upstream`.
   *
   * @default - `upstream` gets all of them
   */
  readonly canary?: CanaryUpstreamOptions;
}
