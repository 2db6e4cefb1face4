import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { Module } from 'node:module';
import { basename, dirname, extname, join, sep } from 'node:path';

type Compiled = NodeJS.Module & { _compile(code: string, file: string, format: 'commonjs'): unknown };
type Extensions = Record<string, (module: NodeJS.Module, file: string) => void>;

/**
 * The folder of a function's code. In Lambda nothing lies around it: what the `package.json` of a project above says
 * about modules is not for deployed code, and files without one of their own are CommonJS.
 */
export class TaskRoot {
  /** Whether node would take the code for ES modules by what lies around it. */
  private readonly isSurrounded: boolean;
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = realpathSync(folder);
    this.isSurrounded = nearestType(dirname(this.folder)) === 'module';
  }

  isModuleFolder(folder: string): boolean {
    return nearestType(realpathSync(folder), this.folder) === 'module';
  }

  /** Loads with `require` as if nothing lay above. */
  prepareRequire(): void {
    if (!this.isSurrounded) return;
    const { _extensions } = Module as unknown as { _extensions: Extensions };
    const load = _extensions['.js'];
    _extensions['.js'] = (module, file) => {
      if (this.isUndeclared(file)) (module as Compiled)._compile(sourceOf(file), file, 'commonjs');
      else load(module, file);
    };
  }

  /** Whether ES modules could import files here that node would misjudge. */
  get needsResolution(): boolean {
    return this.isSurrounded && readdirSync(this.folder, { withFileTypes: true }).some(isImportable);
  }

  /** A script of the code with no `package.json` of its own. */
  isUndeclared(file: string): boolean {
    return this.isSurrounded && file.startsWith(this.folder + sep) && !isDeclared(dirname(file), this.folder);
  }
}

function isImportable(entry: { name: string; isDirectory(): boolean }): boolean {
  return entry.isDirectory() ? entry.name !== 'node_modules' : extname(entry.name) === '.js';
}

function isDeclared(folder: string, root: string): boolean {
  if (existsSync(join(folder, 'package.json')) || basename(folder) === 'node_modules') return true;
  return folder !== root && isDeclared(dirname(folder), root);
}

/** `type` of the nearest `package.json`, up to `last`. */
function nearestType(folder: string, last?: string): unknown {
  if (basename(folder) === 'node_modules') return undefined;
  const file = join(folder, 'package.json');
  if (existsSync(file)) return readType(file);
  return folder === last || folder === dirname(folder) ? undefined : nearestType(dirname(folder), last);
}

function readType(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))?.type;
  } catch (error) {
    console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
    return undefined;
  }
}

function sourceOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
