import { GatewayError } from '../errors';

let loaded: typeof import('esbuild') | undefined;
let holders = 0;

/** @throws GatewayError when the package is not installed */
export function loadEsbuild(): typeof import('esbuild') {
  let file: string;
  try {
    file = require.resolve('esbuild', { paths: [process.cwd(), __dirname] });
  } catch {
    throw new GatewayError(
      'DEPENDENCY_MISSING',
      'esbuild is not installed, and edits of functions are bundled by it: npm install --save-dev esbuild, or use --no-watch',
    );
  }
  loaded = require(file) as typeof import('esbuild');
  return loaded;
}

/**
 * Keeps the process of esbuild, which the first call of it starts, until the answer is called: only its end gives back
 * its memory.
 */
export function holdEsbuild(): () => void {
  let release: (() => void) | undefined = () => {
    holders -= 1;
    if (holders === 0) void loaded?.stop();
  };
  holders += 1;
  return () => {
    release?.();
    release = undefined;
  };
}
