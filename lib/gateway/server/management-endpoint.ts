import type { AssemblyModel, FunctionModel } from '../model';
import { functionOfUri } from '../template/arns';

/**
 * Where a function reaches connections of a WebSocket API: those of the API that calls it, else of the first one.
 * Undefined where none listens.
 * @param origins base URLs of APIs by their ids
 */
export function managementEndpoint(
  { webSocketApis }: Pick<AssemblyModel, 'webSocketApis'>,
  fn: Pick<FunctionModel, 'arn'>,
  origins: ReadonlyMap<string, string>,
): string | undefined {
  const listening = webSocketApis.filter(({ id, stages }) => stages.length > 0 && origins.get(id)?.startsWith('ws://'));
  const caller = listening.find(({ routes }) =>
    Object.values(routes).some(({ integration }) => functionOfUri(integration?.uri ?? '')?.arn === fn.arn),
  );
  const api = caller ?? listening[0];
  return api && `${origins.get(api.id)?.replace(/^ws/, 'http')}/${api.stages[0]?.name}`;
}
