import type { AssemblyModel, FidelityEntry } from '../model';
import { isServed } from './api-kinds';

/** What is not as on AWS: what the reader of the assembly found, and kinds of APIs that nothing serves. */
export function fidelityOf(model: AssemblyModel): readonly FidelityEntry[] {
  const unserved = model.webSocketApis.filter(({ kind }) => !isServed(kind));
  const missing = unserved.map(({ origin }): FidelityEntry => {
    return { path: origin.path, message: 'APIs of this kind are not served', effect: 'denies' };
  });
  return [...model.fidelity, ...missing, ...openEndpoints(model)];
}

function openEndpoints({ restApis, webSocketApis, domains }: AssemblyModel): FidelityEntry[] {
  return [...restApis, ...webSocketApis]
    .filter(({ id, disableExecuteApiEndpoint }) => disableExecuteApiEndpoint && !domains.some((d) => d.apiId === id))
    .map(({ origin }) => ({
      path: origin.path,
      message: 'its invoke endpoint is disabled and no custom domain of the assembly leads to it: it answers here',
      effect: 'differs',
    }));
}
