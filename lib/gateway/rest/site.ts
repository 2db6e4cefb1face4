import type { RestApiModel } from '../model';
import type { IdSource } from '../server/ids';
import type { GatewayServices } from '../services';
import type { DeadlineScan } from './deadlines';
import type { Router } from './router';

/** One REST API as it is served until the next reload. */
export interface RestSite {
  readonly services: GatewayServices;
  readonly api: RestApiModel;
  readonly router: Router;
  readonly ids: IdSource;
  readonly deadlines: DeadlineScan;
  /** A number from 0 to below 100, for the share of requests that a canary takes. */
  drawPercent(): number;
}
