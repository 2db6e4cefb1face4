import type { ListeningApi } from '../events';
import type { AssemblyModel, FunctionModel } from '../model';
import { functionOfUri } from '../template/arns';

/**
 * Where a function reaches connections of a WebSocket API: those of the API that calls it, else of the first one.
 * Undefined where none listens.
 */
export function managementEndpoint(
  { webSocketApis }: Pick<AssemblyModel, 'webSocketApis'>,
  fn: Pick<FunctionModel, 'arn'>,
  apis: readonly ListeningApi[],
): string | undefined {
  const caller = webSocketApis.find(({ routes }) =>
    Object.values(routes).some(({ integration }) => functionOfUri(integration?.uri ?? '')?.arn === fn.arn),
  );
  const listening = apis.filter(({ type, url }) => type === 'WEBSOCKET' && url.startsWith('ws://'));
  const api = listening.find(({ id }) => id === caller?.origin.logicalId) ?? listening[0];
  return api?.url.replace(/^ws/, 'http');
}
