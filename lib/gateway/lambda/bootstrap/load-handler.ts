import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeFault } from './failure';
import { TaskRoot } from './task-root';

export type Handler = (...parameters: unknown[]) => unknown;

/** Finds and loads what a handler string such as `src/app.handler` names, in the order of Lambda's own runtime. */
export async function loadHandler(root: string, handler: string, modulePaths: readonly string[]): Promise<Handler> {
  if (handler.includes('..')) {
    throw new RuntimeFault(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const name = basename(handler);
  const [, moduleName, property] = /^([^.]*)\.(.*)$/.exec(name) ?? [];
  if (moduleName === undefined) throw new RuntimeFault('MalformedHandlerName', 'Bad handler');
  const folder = resolve(root, handler.slice(0, handler.indexOf(name)));
  const loaded = await loadModule(folder, moduleName, root, modulePaths);
  const found = property.split('.').reduce<unknown>((value, key) => {
    return value === undefined || value === null ? undefined : (value as Record<string, unknown>)[key];
  }, loaded);
  if (found === undefined || found === null) {
    throw new RuntimeFault('HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw new RuntimeFault('HandlerNotFound', `${handler} is not a function`);
  return found as Handler;
}

async function loadModule(
  folder: string,
  name: string,
  root: string,
  modulePaths: readonly string[],
): Promise<unknown> {
  const file = join(folder, name);
  const load = createRequire(join(root, 'noop.js'));
  const code = new TaskRoot(root);
  const importFile = (path: string) => {
    // NODE_PATH is not for ES modules; Lambda makes layers and the SDK visible to them all the same.
    if (modulePaths.length > 0 || code.needsResolution) {
      register(pathToFileURL(layerResolution()), { data: { modulePaths, root } });
    }
    return import(pathToFileURL(path).href);
  };
  code.prepareRequire();
  try {
    if (existsSync(file)) return load(file);
    if (existsSync(`${file}.js`)) {
      return code.isModuleFolder(dirname(file)) ? await importFile(`${file}.js`) : load(`${file}.js`);
    }
    if (existsSync(`${file}.mjs`)) return await importFile(`${file}.mjs`);
    if (existsSync(`${file}.cjs`)) return load(`${file}.cjs`);
    return load(load.resolve(name, { paths: [root, folder] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw withStackOf(error, 'UserCodeSyntaxError');
    if ((error as NodeJS.ErrnoException | null)?.code === 'MODULE_NOT_FOUND') {
      throw withStackOf(error as Error, 'ImportModuleError');
    }
    throw error;
  }
}

/** Where the error points to is the user's code, not this file. */
function withStackOf(cause: Error, name: string): RuntimeFault {
  const fault = new RuntimeFault(name, String(cause));
  fault.stack = `${fault.name}: ${cause.stack ?? fault.message}`;
  return fault;
}

function layerResolution(): string {
  return join(__dirname, 'layer-resolution.js');
}
