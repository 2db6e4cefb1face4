import type { Duration } from 'aws-cdk-lib/core';
import type { RequestValue } from '../request-value';
import type { RouteSettings } from '../route';
import { PROXY_PATH_OPTIONS } from '../shape/proxy-shapes';
import { ROUTE_SETTINGS } from '../shape/route-shapes';
import { findShapeFaults, OPTIONS } from '../shape/shape';
import type { HeaderValue } from './header-value';
import type { Upstream } from './upstream';

/** What is different on one path. What is not said is as for everything around it. */
export interface ProxyPathOptions extends RouteSettings {
  /**
   * The only methods that pass, when the key has none; others are answered with 405.
   *
   * @default - all of them
   */
  readonly methods?: string[];

  /**
   * Another upstream for the path.
   *
   * @default - that of the longest mount that the path lies below
   */
  readonly upstream?: Upstream;

  /**
   * Path that the upstream sees instead, below its own; variables of the path may stand in it: `/v2/orders/{id}`.
   *
   * @default - the path of the request
   */
  readonly rewrite?: string;

  /**
   * How long API Gateway waits for the answer.
   *
   * @default - as the upstream says
   */
  readonly timeout?: Duration;

  /**
   * Headers, besides those of the upstream or in their place.
   *
   * @default - those of the upstream
   */
  readonly headers?: { readonly [name: string]: HeaderValue };

  /**
   * Parameters that are added to the query string, besides those of the upstream or in their place.
   *
   * @default - those of the upstream
   */
  readonly query?: { readonly [name: string]: RequestValue };
}

/** The options that the route itself knows. */
export function routeSettingsOf(options: ProxyPathOptions): RouteSettings {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(ROUTE_SETTINGS.members, name)));
}

/** What is wrong with the form of the options. */
export function findOptionFaults(options: ProxyPathOptions): string[] {
  return findShapeFaults(options, PROXY_PATH_OPTIONS, () => [], OPTIONS);
}
