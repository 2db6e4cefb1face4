import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { BundleRequest } from './bundle-request';
import { esbuildVersion } from './esbuild-run';
import type { FileState, FileStates } from './file-states';
import { filesAbove, findLockFile } from './project-root';

/** A finished bundle in the cache's folder. */
export interface Bundle {
  /** Absolute folder that holds the files of the bundle and nothing else. */
  readonly folder: string;
  /** Of the output's names and bytes. */
  readonly hash: string;
  readonly bytes: number;
  /** What esbuild finds doubtful in the project's own files. */
  readonly warnings: readonly string[];
  /** Names that the entry exports, where esbuild can tell. */
  readonly exports?: readonly string[];
  /** Module system that the entry is written in. */
  readonly source?: 'cjs' | 'esm';
}

interface CacheRecord extends Omit<Bundle, 'folder'> {
  readonly files: readonly (readonly [path: string, ...state: FileState])[];
  readonly folders: readonly (readonly [path: string, listing: string])[];
}

const KEPT_DAYS = 30;

/** Bundles of one project, kept between syntheses. A bundle is used again while no file that led to it has changed. */
export class BundleCache {
  readonly folder: string;

  constructor(
    private readonly projectRoot: string,
    private readonly states: FileStates,
  ) {
    this.folder = writableFolder(projectRoot);
  }

  find(request: BundleRequest): Bundle | undefined {
    const record = request.plugins === undefined ? this.read(request) : undefined;
    if (record === undefined) return undefined;
    const { files, folders, ...bundle } = record;
    const folder = this.outputFolder(bundle.hash);
    const isCurrent =
      files.every(([file, ...state]) => this.states.isUnchanged(this.absolute(file), state)) &&
      folders.every(([name, listing]) => this.states.listing(this.absolute(name)) === listing) &&
      fs.existsSync(folder);
    return isCurrent ? { ...bundle, folder } : undefined;
  }

  /**
   * @param inputs paths of esbuild's metafile, relative to the project
   * @param since when the build began: what changed later may not be what was built
   */
  store(request: BundleRequest, bundle: Bundle, inputs: readonly string[], since: number): void {
    const sources = inputs.filter((file) => !isOfPackage(file)).map((file) => this.absolute(file));
    const folders = [...new Set(sources.map((file) => path.dirname(file)))];
    const own = [...new Set([...sources, ...this.settings(request, folders)])];
    const files = [
      ...own.map((file) => [this.relative(file), ...this.states.statWithContent(file)] as const),
      ...inputs.filter(isOfPackage).map((file) => [file, ...this.states.stat(this.absolute(file))] as const),
    ];
    if (request.plugins !== undefined || files.some(([, , modified]) => modified > since - 50)) return;
    const { folder: _, ...rest } = bundle;
    const listings = folders.map((name) => [this.relative(name), this.states.listing(name)] as const);
    const target = this.recordFile(request);
    const record: CacheRecord = { ...rest, files, folders: listings };
    fs.writeFileSync(`${target}.${process.pid}`, JSON.stringify(record));
    fs.renameSync(`${target}.${process.pid}`, target);
  }

  /** A folder for one build, as deep as any other: source maps hold paths relative to it. */
  makeBuildFolder(): string {
    return fs.mkdtempSync(path.join(this.folder, 'build-'));
  }

  /** Takes over a folder of finished files. */
  keep(built: string, hash: string): string {
    const folder = this.outputFolder(hash);
    if (fs.existsSync(folder)) return folder;
    try {
      fs.renameSync(built, folder);
    } catch (error) {
      // another process may have finished the same bundle meanwhile
      if (!fs.existsSync(folder)) throw error;
    }
    return folder;
  }

  removeOld(): void {
    const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
    for (const name of fs.readdirSync(this.folder)) {
      const file = path.join(this.folder, name);
      const state = fs.statSync(file, { throwIfNoEntry: false });
      if (state !== undefined && state.mtimeMs < oldest) fs.rmSync(file, { recursive: true, force: true });
    }
  }

  /** Files besides the sources that decide what esbuild makes of them; those that could appear are among them. */
  private settings(request: BundleRequest, folders: readonly string[]): string[] {
    const lockFile = findLockFile(this.projectRoot);
    const given = request.options.tsconfig;
    const tsconfigs = folders.flatMap((folder) => filesAbove(folder, 'tsconfig.json', this.projectRoot));
    if (typeof given === 'string') tsconfigs.push(this.absolute(given));
    return [
      ...(lockFile === undefined ? [] : [lockFile]),
      path.join(this.projectRoot, 'node_modules/.package-lock.json'),
      ...folders.flatMap((folder) => filesAbove(folder, 'package.json', this.projectRoot)),
      ...tsconfigs.flatMap((file) => withExtended(file)),
    ];
  }

  private read(request: BundleRequest): CacheRecord | undefined {
    try {
      return JSON.parse(fs.readFileSync(this.recordFile(request), 'utf8')) as CacheRecord;
    } catch {
      return undefined;
    }
  }

  private recordFile(request: BundleRequest): string {
    const versions = JSON.stringify(['2', esbuildVersion(), process.env.NODE_PATH ?? '']);
    const name = createHash('sha256').update(versions).update(request.key).digest('hex').slice(0, 32);
    return path.join(this.folder, `${name}.json`);
  }

  private outputFolder(hash: string): string {
    return path.join(this.folder, `out-${hash}`);
  }

  private absolute(file: string): string {
    return path.resolve(this.projectRoot, file);
  }

  private relative(file: string): string {
    return path.relative(this.projectRoot, file).split(path.sep).join('/');
  }
}

/** Whether a path of esbuild's metafile leads into an installed package. */
export function isOfPackage(file: string): boolean {
  return /(?:^|\/)node_modules\//.test(file);
}

/** A tsconfig and the files that it extends. */
function withExtended(file: string, seen: readonly string[] = []): string[] {
  if (seen.includes(file) || !fs.existsSync(file)) return [file];
  const extended = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? '';
  const names = [...extended.matchAll(/"(\.[^"]*)"/g)].map(([, name]) => path.resolve(path.dirname(file), name!));
  const files = names.map((name) => (name.endsWith('.json') ? name : `${name}.json`));
  return [file, ...files.flatMap((name) => withExtended(name, [...seen, file]))];
}

function writableFolder(projectRoot: string): string {
  const folder = path.join(projectRoot, 'node_modules/.cache/cdk-gatehouse');
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return folder;
  } catch {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-gatehouse-'));
  }
}
