import { existsSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock';
import { GatewayError } from '../errors';
import type { FunctionModel } from '../model';
import { isCopyOfCode } from '../template/code';
import type { AppSource } from './app-source';
import { FollowedApp } from './followed-app';
import { listFolders } from './project-sources';
import type { FunctionChange } from './entry-builder';
import { type Rebuild, Rebuilder } from './rebuilder';
import type { AppRun, RunAppOptions } from './run-app';
import { Watcher } from './watcher';

export interface DevLoopOptions {
  readonly source: AppSource;
  /** The assembly that is served now. */
  readonly run: AppRun;
  /** The functions of that assembly, by unqualified ARN. */
  readonly functions: ReadonlyMap<string, FunctionModel>;
  /**
   * Rest before the first bundling, for whoever starts up meanwhile. Edits of that time are not lost.
   * @default 0
   */
  readonly restMs?: number;
  /**
   * When edits have been rare for long enough to let go of what makes the next one fast.
   * @default - that of the system
   */
  readonly clock?: Clock;
  /** Receives what a command printed that ended well. */
  readonly print?: RunAppOptions['print'];
  /**
   * Functions have new code. Its folder stays until two newer versions exist.
   * @param since when the edit was noticed, on the clock of `performance.now()`
   */
  onFunctionsChanged(changes: readonly FunctionChange[], since: number): void;
  /**
   * There is another assembly. Resolves with its functions; rejects when it cannot be served and the old one stays.
   * @param since when it began to be made, on the clock of `performance.now()`
   */
  onAssemblyChanged(assembly: string, since: number): Promise<ReadonlyMap<string, FunctionModel>>;
  /** Something of the user's does not work at the moment; the loop goes on. */
  onError(error: GatewayError): void;
}

/** Follows the sources of an assembly: edits of functions are bundled, edits of the app run it again. */
export interface DevLoop {
  /** Resolves once every edit is noticed. */
  readonly ready: Promise<void>;
  /** Resolves when nothing is watched and nothing runs. */
  close(): Promise<void>;
}

export function startDevLoop(options: DevLoopOptions): DevLoop {
  return new RunningLoop(options);
}

class RunningLoop implements DevLoop {
  readonly ready: Promise<void>;
  private readonly watcher = new Watcher({
    onChange: (paths) => {
      const since = performance.now();
      void this.enqueue(() => this.onChange(paths, since));
    },
  });
  private readonly rebuilder: Rebuilder;
  private app?: FollowedApp;
  private functions: ReadonlyMap<string, FunctionModel>;
  private run: AppRun;
  private lastErrors = '';
  private readonly closing = new AbortController();
  /** One thing after the other, in the order of the edits. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: DevLoopOptions) {
    this.rebuilder = new Rebuilder(options.clock);
    this.functions = options.functions;
    this.run = options.run;
    this.ready = this.enqueue(() => this.begin());
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.watcher.close();
    await this.app?.close();
    await this.queue;
    await this.rebuilder.close();
  }

  private get closed(): boolean {
    return this.closing.signal.aborted;
  }

  private async begin(): Promise<void> {
    const { source, print, restMs = 0 } = this.options;
    if (restMs > 0) await sleep(restMs, undefined, { signal: this.closing.signal });
    if (source.kind === 'command') {
      this.app = new FollowedApp(source, this.run.startedAt, {
        print,
        onRun: (run) => this.enqueue(() => this.reload(run)),
        onError: (error) => this.fail(error),
      });
    }
    const since = performance.now();
    this.report(await this.rebuilder.use(this.functions, this.run.builtAt ?? this.run.startedAt), since);
    await this.rebuilder.settle();
    this.watch(this.run.startedAt);
  }

  private async reload(run: AppRun): Promise<void> {
    const since = performance.now() - (Date.now() - run.startedAt);
    this.functions = await this.options.onAssemblyChanged(run.assembly, since);
    this.run = run;
    this.app?.refresh();
    this.report(await this.rebuilder.use(this.functions, run.builtAt ?? run.startedAt), since);
    await this.rebuilder.settle();
    this.watch(run.startedAt);
  }

  private async onChange(paths: readonly string[], since: number): Promise<void> {
    const startedAt = Date.now();
    const { inputs } = this.rebuilder;
    this.replaceFolders(paths, since);
    this.report(await this.rebuilder.rebuild(paths), since);
    const beside = await this.rebuilder.rebuildBeside();
    if (beside !== undefined) this.report(beside, since);
    await this.rebuilder.settle();
    const folders = [...this.functions.values()].flatMap((fn) => this.sourceFoldersOf(fn));
    await this.app?.note(paths, (file) => inputs.has(file) || folders.some((folder) => isInside(file, folder)));
    this.watch(startedAt);
    if (this.app === undefined) await this.followAssembly(paths);
  }

  /** Functions whose code is deployed as it lies in the project run what lies there. */
  private replaceFolders(paths: readonly string[], since: number): void {
    const changes: FunctionChange[] = [];
    for (const [arn, fn] of this.functions) {
      const { codeDirectory } = fn;
      const isTouched = this.sourceFoldersOf(fn).some((folder) => paths.some((file) => isInside(file, folder)));
      if (codeDirectory !== undefined && isTouched) changes.push({ arn, codeDirectory });
    }
    if (changes.length > 0) this.options.onFunctionsChanged(changes, since);
  }

  /** An assembly that others write counts once its manifest is whole: it is written last. */
  private async followAssembly(paths: readonly string[]): Promise<void> {
    const manifest = path.join(this.run.assembly, 'manifest.json');
    if (!paths.includes(manifest) || !isJson(manifest)) return;
    const startedAt = statSync(manifest).mtimeMs;
    // At the start the manifest is as young as itself: it is the one that is served.
    if (startedAt === this.run.startedAt) return;
    await this.reload({ assembly: this.run.assembly, startedAt });
  }

  private watch(since: number): void {
    if (this.closed) return;
    const folders = new Set(this.rebuilder.folders);
    for (const fn of this.functions.values()) {
      for (const folder of this.sourceFoldersOf(fn)) for (const below of listFolders(folder)) folders.add(below);
    }
    for (const folder of this.app?.folders ?? [this.run.assembly]) folders.add(folder);
    this.watcher.watch(folders, since);
  }

  /** Folders of code and layers that are no copies, in the assembly or out of it. */
  private sourceFoldersOf({ bundle, codeDirectory, layers }: FunctionModel): string[] {
    const own = bundle === undefined && codeDirectory !== undefined ? [codeDirectory] : [];
    return [...own, ...layers].filter(
      (folder) => !isInside(folder, this.run.assembly) && !isCopyOfCode(folder) && existsSync(folder),
    );
  }

  private report({ changes, errors }: Rebuild, since: number): void {
    if (changes.length > 0) this.options.onFunctionsChanged(changes, since);
    const text = errors.join('\n  ');
    if (text !== '' && text !== this.lastErrors)
      this.fail(new GatewayError('BUNDLE_FAILED', `cannot bundle\n  ${text}`));
    this.lastErrors = text;
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(() => (this.closed ? undefined : work())).catch((error) => this.fail(error));
    return this.queue;
  }

  private fail(error: unknown): void {
    if (this.closed) return;
    const isKnown = error instanceof GatewayError;
    this.options.onError(isKnown ? error : new GatewayError('INTERNAL', String((error as Error)?.stack ?? error)));
  }
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
