import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AppCommand } from './app-source';
import { holdEsbuild, loadEsbuild } from './esbuild';

/**
 * Files of the project that the app itself imports, to know those that handlers share with constructs. Found when the
 * command names a source file, or a compiled one whose source has the same path below the project or one folder up.
 */
export async function findAppInputs(app: AppCommand): Promise<ReadonlySet<string>> {
  const entry = entryOf(app);
  if (entry === undefined) return new Set();
  const release = holdEsbuild();
  try {
    const { metafile } = await loadEsbuild().build({
      absWorkingDir: app.directory,
      bundle: true,
      entryPoints: [entry],
      logLevel: 'silent',
      metafile: true,
      packages: 'external',
      platform: 'node',
      write: false,
    });
    return new Set(Object.keys(metafile.inputs).map((input) => path.resolve(app.directory, input)));
  } catch {
    // an app that cannot even be bundled says so itself when it runs
    return new Set();
  } finally {
    release();
  }
}

function entryOf({ command, directory }: AppCommand): string | undefined {
  const words = command.match(/[\w@./-]+\.[cm]?[jt]sx?\b/g) ?? [];
  const candidates = words.flatMap((word) => {
    const source = word.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
    return [source, source.replace(/^(?:\.\/)?[^/]+\//, ''), word];
  });
  return candidates
    .map((word) => path.resolve(directory, word))
    .find((file) => file.startsWith(directory + path.sep) && fs.existsSync(file));
}
