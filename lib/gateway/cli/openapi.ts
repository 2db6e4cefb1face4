import { GatewayError } from '../errors';
import { type PublicApi, readPublicDocuments } from '../template/open-api/public-documents';
import type { OpenApiArguments } from './arguments';
import { findAssembly } from './assembly';
import type { Console } from './console';

/** `gatehouse openapi`: prints the document that clients of a REST API read. */
export async function showOpenApi(command: OpenApiArguments, console: Console): Promise<number> {
  const { directory, values } = await findAssembly(command, console);
  const { document } = choose(readPublicDocuments(directory, { parameters: command.parameters, values }), command.api);
  console.print(command.format === 'json' ? JSON.stringify(document) : JSON.stringify(document, undefined, 2));
  return 0;
}

function choose(apis: readonly PublicApi[], wanted: string | undefined): PublicApi {
  const found = apis.filter(({ name, logicalId, path }) =>
    wanted === undefined ? true : [name, logicalId].includes(wanted) || `${path}/`.startsWith(`${wanted}/`),
  );
  if (found.length === 1) return found[0];
  const names = apis.map(({ name, path }) => `"${name}" (${path.replace(/\/Resource$/, '')})`).join(', ');
  if (apis.length === 0) throw invalid('the app has no REST API');
  if (wanted === undefined) throw invalid(`the app has several REST APIs, name one with --api: ${names}`);
  throw invalid(
    `there ${found.length === 0 ? 'is no REST API' : 'are several REST APIs'} "${wanted}", there are: ${names}`,
  );
}

function invalid(message: string): GatewayError {
  return new GatewayError('OPTION_INVALID', message);
}
