import type { BuildContext, BuildResult } from 'esbuild';
import { type Clock, systemClock } from '../clock';
import type { BundleEntry } from './bundle-entry';
import { bundleOptionsOf } from './bundle-options';
import { holdEsbuild, loadEsbuild } from './esbuild';

/** What is edited in turns stays fast. */
const MOST_CONTEXTS = 4;
/** Bundles of all contexts but the last: each takes about twenty megabytes. */
const MOST_BUNDLES = 6;
const IDLE_MS = 3 * 60_000;

interface KeptContext {
  readonly entries: readonly BundleEntry[];
  readonly context: Promise<BuildContext>;
  readonly release: () => void;
}

/** Contexts of esbuild for what is being edited: a second build of the same entries takes a fraction of the first. */
export class ContextPool {
  /** The one that was used last is the last one. */
  private readonly contexts = new Map<string, KeptContext>();
  private cancelTimer = () => {};

  constructor(private readonly clock: Clock = systemClock) {}

  /** Bundles entries together, of whatever they are made of now. */
  async build(entries: readonly BundleEntry[]): Promise<BuildResult> {
    const key = entries.map((entry) => entry.key).join(' ');
    const kept = this.contexts.get(key) ?? open(entries);
    this.contexts.delete(key);
    this.contexts.set(key, kept);
    try {
      return await (await kept.context).rebuild();
    } catch (error) {
      // esbuild itself is gone, or did not even begin: the next build begins anew
      if ((error as { errors?: unknown }).errors === undefined) await this.close();
      throw error;
    }
  }

  /** Nothing is being built now: contexts that are too many end, and after a while all of them do. */
  async settle(): Promise<void> {
    const kept = [...this.contexts.entries()].reverse();
    let bundles = 0;
    const surplus = kept.filter(([, { entries }], i) => {
      if (i > 0) bundles += entries.length;
      return i >= MOST_CONTEXTS || bundles > MOST_BUNDLES;
    });
    await Promise.all(surplus.map(([key]) => this.drop(key)));
    this.cancelTimer();
    if (this.contexts.size > 0) this.cancelTimer = this.clock.setTimer(() => void this.close(), IDLE_MS);
  }

  /** Ends contexts that have entries which are no longer there. */
  async keepOnly(isThere: (key: string) => boolean): Promise<void> {
    const gone = [...this.contexts].filter(([, { entries }]) => !entries.every((entry) => isThere(entry.key)));
    await Promise.all(gone.map(([key]) => this.drop(key)));
  }

  async close(): Promise<void> {
    this.cancelTimer();
    await Promise.all([...this.contexts.keys()].map((key) => this.drop(key)));
  }

  private async drop(key: string): Promise<void> {
    const kept = this.contexts.get(key);
    this.contexts.delete(key);
    try {
      await (await kept?.context)?.dispose();
    } catch {
      // it could not even be opened
    } finally {
      kept?.release();
    }
  }
}

function open(entries: readonly BundleEntry[]): KeptContext {
  const release = holdEsbuild();
  const context = bundleOptionsOf(entries).then((options) => loadEsbuild().context({ ...options, write: true }));
  return { entries, context, release };
}
