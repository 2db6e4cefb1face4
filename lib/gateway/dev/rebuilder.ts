import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Clock } from '../clock';
import type { FunctionModel } from '../model';
import { entriesOf, nameLoop } from './bundle-entry';
import { scanEntries } from './bundle-scan';
import { EntryBuilder, type FunctionChange } from './entry-builder';
import { Settings } from './entry-settings';
import { holdEsbuild } from './esbuild';
import { TrackedEntry } from './tracked-entry';

export interface Rebuild {
  readonly changes: readonly FunctionChange[];
  /** What cannot be bundled at the moment. */
  readonly errors: readonly string[];
}

/**
 * Bundles functions again when a file that they are made of changes. Of functions that nobody edits it knows these files
 * alone, and esbuild runs while there are edits.
 */
export class Rebuilder {
  private readonly loop = nameLoop();
  private readonly builder: EntryBuilder;
  private readonly settings = new Settings();
  private since = 0;
  /** Paths of the last edit that were no part of a bundle. */
  private others: readonly string[] = [];
  private tracked = new Map<string, TrackedEntry>();

  constructor(clock?: Clock) {
    this.builder = new EntryBuilder(clock);
  }

  /** Absolute paths of everything that bundles are made of, outside `node_modules`. */
  get inputs(): ReadonlySet<string> {
    const roots = [...this.tracked.values()].map(({ entry }) => entry.recipe.projectRoot);
    const files = [...this.tracked.values()].flatMap((tracked) => [...tracked.files]);
    return new Set([...files, ...roots.map((root) => path.join(root, 'tsconfig.json'))]);
  }

  /** Absolute paths of where an edit may change a bundle. */
  get folders(): ReadonlySet<string> {
    const settings = [...this.tracked.values()].flatMap((tracked) => [...tracked.settingFiles]);
    return new Set([...this.inputs, ...settings].map((file) => path.dirname(file)));
  }

  /**
   * Takes the functions of an assembly: what runs is as new as the assembly, so only those are bundled whose files are
   * younger.
   * @param since when the assembly's functions began to be bundled, in milliseconds since the epoch
   */
  use(functions: ReadonlyMap<string, FunctionModel>, since: number): Promise<Rebuild> {
    return this.whileHeld(async () => {
      this.since = since;
      const fresh: TrackedEntry[] = [];
      const next = new Map<string, TrackedEntry>();
      for (const entry of entriesOf(functions, this.loop, fs.existsSync)) {
        const tracked = this.tracked.get(entry.key) ?? new TrackedEntry(entry);
        if (!this.tracked.has(entry.key)) fresh.push(tracked);
        tracked.entry = entry;
        next.set(entry.key, tracked);
      }
      this.tracked = next;
      this.learnSettings();
      await this.builder.keepOnly(next);
      await this.scan(fresh);
      return this.build((tracked) => tracked.errors.length === 0 && tracked.isYounger(since), true);
    });
  }

  /** Bundles again whatever one of these files belongs to. */
  rebuild(paths: readonly string[]): Promise<Rebuild> {
    return this.whileHeld(() => {
      const { inputs } = this;
      this.others = paths.filter((file) => !inputs.has(file) && !this.settings.has(file));
      const settings = this.settings.takeChanged(paths);
      return this.build((tracked) => {
        const isRetried = tracked.errors.length > 0 && tracked.isBeside(paths);
        return isRetried || tracked.isMadeOf(paths) || settings.some((file) => tracked.settingFiles.has(file));
      });
    });
  }

  /** Bundles again what is made of other files now that something beside them came or went with the last edit. */
  async rebuildBeside(): Promise<Rebuild | undefined> {
    const beside = [...this.tracked.values()].filter((tracked) => {
      return tracked.errors.length === 0 && tracked.isBeside(this.others);
    });
    if (beside.length === 0) return undefined;
    return this.whileHeld(async () => {
      const { found, failed } = await scanEntries(beside.map(({ entry }) => entry));
      return this.build((tracked) => {
        const { key } = tracked.entry;
        const scan = found.get(key);
        return failed.has(key) || (scan !== undefined && !tracked.isOf(scan.files));
      });
    });
  }

  /** What was built is in use: what it needed no more ends. */
  async settle(): Promise<void> {
    this.learnSettings();
    await this.builder.settle();
  }

  async close(): Promise<void> {
    const roots = [...this.tracked.values()].map(({ entry }) => entry.outdir);
    this.tracked.clear();
    await this.builder.close();
    for (const root of new Set(roots)) fs.rmSync(root, { recursive: true, force: true });
  }

  private learnSettings(): void {
    for (const { settingFiles } of this.tracked.values()) this.settings.learn(settingFiles);
  }

  private async scan(fresh: readonly TrackedEntry[]): Promise<void> {
    const { found, failed } = await scanEntries(fresh.filter((tracked) => !tracked.isGone()).map(({ entry }) => entry));
    for (const tracked of fresh) {
      const { key } = tracked.entry;
      if (found.has(key)) tracked.takeScan(found.get(key)!);
      if (failed.has(key)) tracked.fail(failed.get(key)!);
    }
  }

  private async build(isWanted: (tracked: TrackedEntry) => boolean, isForced = false): Promise<Rebuild> {
    const all = [...this.tracked.values()];
    const changes = await this.builder.build(all.filter(isWanted), { since: this.since, isForced });
    return { changes, errors: [...new Set(all.flatMap(({ errors }) => errors))] };
  }

  /** One process of esbuild for everything that is to be done. */
  private async whileHeld(work: () => Promise<Rebuild>): Promise<Rebuild> {
    const release = holdEsbuild();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
