import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(__dirname, '..');

/** Compiles the command line and all it may import into a folder, beside the installed packages. Gives the program. */
export function buildProgram(folder: string): string {
  buildSync({
    entryPoints: [join(root, 'bin/gatehouse.ts'), join(root, 'lib/**/*.ts')],
    outdir: join(folder, 'build'),
    outbase: root,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'build/bin/gatehouse.js');
}
