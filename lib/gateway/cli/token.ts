import { LocalKeys, mintToken } from '../authorizers';
import { systemClock } from '../clock';
import { loadAssembly } from '../template';
import { findAssembly } from './assembly';
import type { Console } from './console';
import { KEY_FILE } from './key-file';
import type { TokenArguments } from './token-arguments';

export { mintToken, type TokenMint, type TokenSubject } from '../authorizers';

/** `gatehouse token`: prints a token that the local Cognito authorizers accept. */
export async function showToken(command: TokenArguments, console: Console): Promise<number> {
  const { directory, values } = await findAssembly(command, console);
  const model = loadAssembly(directory, { parameters: command.parameters, values });
  const token = mintToken(command.subject, { model, keys: new LocalKeys(KEY_FILE), clock: systemClock });
  console.print(command.format === 'json' ? JSON.stringify({ token }) : token);
  return 0;
}
