import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TaskRoot } from './task-root';

interface ResolveContext {
  readonly parentURL?: string;
}
interface Resolved {
  readonly url: string;
  readonly format?: string | null;
}
type NextResolve = (specifier: string, context?: ResolveContext) => Promise<Resolved>;

let folders: readonly string[] = [];
let code: TaskRoot;

/** Called by node with the `data` of `register`: `node_modules` folders and the folder of the code. */
export function initialize(data: { readonly modulePaths: readonly string[]; readonly root: string }): void {
  folders = data.modulePaths;
  code = new TaskRoot(data.root);
}

/** A bare import that is found nowhere else is looked up in layers and where Lambda keeps the SDK. */
export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  try {
    const found = await next(specifier, context);
    const isMisjudged = /^file:.*\.js$/.test(found.url) && code.isUndeclared(fileURLToPath(found.url));
    return isMisjudged ? { ...found, format: 'commonjs' } : found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^[a-z]+:/.test(specifier)) {
      throw error;
    }
    for (const folder of folders) {
      const parentURL = pathToFileURL(join(folder, '..', 'noop.js')).href;
      const found = await next(specifier, { ...context, parentURL }).catch(() => undefined);
      if (found !== undefined) return found;
    }
    throw error;
  }
}
