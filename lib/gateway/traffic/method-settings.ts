import type { RestMethodModel, RestMethodSettings, RestStageModel } from '../model';

type Settings = Partial<RestMethodSettings>;

const NOTHING: Settings = {};
const EVERYWHERE = '* *';

/** By `METHOD path`, once per stage: a stage may have a setting for each of a thousand routes. */
const indexes = new WeakMap<RestStageModel, ReadonlyMap<string, Settings>>();

/** The stage's own settings for a method, without those of the whole stage. */
export function ownSettings(stage: RestStageModel, method: RestMethodModel): Settings {
  return indexOf(stage).get(`${method.httpMethod} ${method.resourcePath}`) ?? NOTHING;
}

/** The settings of every resource and method of a stage. */
export function stageWideSettings(stage: RestStageModel): Settings {
  return indexOf(stage).get(EVERYWHERE) ?? NOTHING;
}

function indexOf(stage: RestStageModel): ReadonlyMap<string, Settings> {
  const known = indexes.get(stage);
  if (known) return known;
  const index = new Map<string, Settings>();
  for (const entry of stage.methodSettings) {
    // The wildcard is written `*` and `/*`.
    const path = entry.resourcePath === '/*' ? '*' : entry.resourcePath;
    const key = `${entry.httpMethod} ${path}`;
    const given = Object.entries(entry).filter(([, value]) => value !== undefined);
    index.set(key, { ...index.get(key), ...Object.fromEntries(given) });
  }
  indexes.set(stage, index);
  return index;
}
