import type { RestApiModel } from '../model';
import type { ApiModel, ApiServer } from '../server/api-server';
import { createRandomIds } from '../server/ids';
import type { GatewayServices } from '../services';
import { DeadlineScan } from './deadlines';
import { answerRest } from './pipeline';
import { createRouter } from './router';
import type { RestSite } from './site';

/** Serves a REST API. */
export function createRestServer(model: ApiModel, services: GatewayServices): ApiServer {
  const ids = createRandomIds();
  const deadlines = new DeadlineScan(services.clock);
  const siteOf = (next: ApiModel, within: GatewayServices): RestSite => ({
    services: within,
    api: next as RestApiModel,
    router: createRouter((next as RestApiModel).methods),
    ids,
    deadlines,
    drawPercent: () => Math.random() * 100,
  });
  let site = siteOf(model, services);
  return {
    handle: (request, domain) => answerRest(site, request, domain),
    replace(next, within) {
      site = siteOf(next, within);
    },
    async close() {
      deadlines.close();
    },
  };
}
