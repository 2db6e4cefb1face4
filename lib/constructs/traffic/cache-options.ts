import type { Duration } from 'aws-cdk-lib/core';
import type { RequestValue } from '../request-value';

/** Sizes of the cache of a stage, in gigabytes. Each costs by the hour. */
export enum CacheSize {
  /** 0.5 GB. */
  GB_0_5 = '0.5',
  /** 1.6 GB. */
  GB_1_6 = '1.6',
  /** 6.1 GB. */
  GB_6_1 = '6.1',
  /** 13.5 GB. */
  GB_13_5 = '13.5',
  /** 28.4 GB. */
  GB_28_4 = '28.4',
  /** 58.2 GB. */
  GB_58_2 = '58.2',
  /** 118 GB. */
  GB_118 = '118',
  /** 237 GB. */
  GB_237 = '237',
}

/** The cache of an API: with it, every GET route is cached unless it says otherwise. */
export interface CacheOptions {
  /**
   * Size of the cache.
   *
   * @default CacheSize.GB_0_5
   */
  readonly size?: CacheSize;

  /**
   * How long an answer is kept, one hour at most.
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;

  /**
   * Whether answers are encrypted in the cache.
   *
   * @default true
   */
  readonly encrypted?: boolean;

  /**
   * What tells answers apart on routes whose own `cache` does not say it.
   *
   * @default - what the route says
   */
  readonly keys?: RequestValue[];
}

/** How answers of one route are cached. */
export interface RouteCacheOptions {
  /**
   * Whether they are cached.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How long an answer is kept, one hour at most.
   *
   * @default - as the API's `cache` says
   */
  readonly ttl?: Duration;

  /**
   * Parameters of the query string and headers that tell answers apart, besides the variables of the path: what is not
   * named here makes no difference, the caller's identity neither. An empty list says that all callers may see the
   * same. A claim, or anything else that the backend gets in a header or a parameter, may be named too.
   *
   * @default - as the API's `cache` says; on a route that asks who calls, none is an error
   */
  readonly keys?: RequestValue[];
}
