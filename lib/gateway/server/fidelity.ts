import type { AssemblyModel, FidelityEntry } from '../model';

/** What is not as on AWS: what the reader of the assembly found, and invoke endpoints that answer all the same. */
export function fidelityOf(model: AssemblyModel): readonly FidelityEntry[] {
  return [...model.fidelity, ...openEndpoints(model)];
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
