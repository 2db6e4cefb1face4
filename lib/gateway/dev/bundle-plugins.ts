import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { GatewayError } from '../errors';

/** The plugins that a module lists. @throws GatewayError */
export async function loadPlugins(file: string): Promise<Plugin[]> {
  const loaded = await loadModule(file);
  const plugins = (loaded as { default?: unknown }).default ?? loaded;
  if (Array.isArray(plugins)) return plugins;
  throw new GatewayError('BUNDLE_FAILED', `the default export of "${file}" is no list of esbuild plugins`);
}

async function loadModule(file: string): Promise<object> {
  try {
    return require(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ESM') return import(pathToFileURL(file).href);
    const message = `the esbuild plugins of "${file}" cannot be loaded: ${(error as Error).message}`;
    throw new GatewayError('BUNDLE_FAILED', message, { cause: error });
  }
}
