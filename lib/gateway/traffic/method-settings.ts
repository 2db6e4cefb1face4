import type { RestMethodModel, RestMethodSettings, RestStageModel } from '../model';

/** The stage's own setting for a method, or undefined where only the stage-wide one speaks. */
export function ownMethodSetting<K extends keyof RestMethodSettings>(
  stage: RestStageModel,
  method: RestMethodModel,
  name: K,
): RestMethodSettings[K] | undefined {
  return settingAt(stage, { resourcePath: method.resourcePath, httpMethod: method.httpMethod }, name);
}

/** The stage-wide setting: that of every resource and method. */
export function stageWideSetting<K extends keyof RestMethodSettings>(
  stage: RestStageModel,
  name: K,
): RestMethodSettings[K] | undefined {
  return settingAt(stage, { resourcePath: '*', httpMethod: '*' }, name);
}

function settingAt<K extends keyof RestMethodSettings>(
  stage: RestStageModel,
  at: { readonly resourcePath: string; readonly httpMethod: string },
  name: K,
): RestMethodSettings[K] | undefined {
  return stage.methodSettings.findLast(
    (entry) =>
      entry.httpMethod === at.httpMethod && samePath(entry.resourcePath, at.resourcePath) && entry[name] !== undefined,
  )?.[name];
}

/** The wildcard is written `*` and `/*`. */
function samePath(written: string, wanted: string): boolean {
  return written === wanted || (wanted === '*' && written === '/*');
}
