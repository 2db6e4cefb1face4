import { GatewayError } from '../errors';

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
  return require(file);
}
