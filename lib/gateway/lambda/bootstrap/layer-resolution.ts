import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface ResolveContext {
  readonly parentURL?: string;
}
type NextResolve = (specifier: string, context?: ResolveContext) => Promise<{ url: string }>;

let folders: readonly string[] = [];

/** Called by node with the `data` of `register`: `node_modules` folders. */
export function initialize(data: readonly string[]): void {
  folders = data;
}

/** A bare import that is found nowhere else is looked up in layers and where Lambda keeps the SDK. */
export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<{ url: string }> {
  try {
    return await next(specifier, context);
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
