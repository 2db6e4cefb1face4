import { WatchedDirectory } from './watched-directory';

export interface WatcherOptions {
  /** Receives absolute paths of files and folders that are new, changed or gone. */
  readonly onChange: (paths: readonly string[]) => void;
  /**
   * A save is several events: they are taken together once none has come for so long.
   * @default 10
   */
  readonly debounceMs?: number;
  /**
   * Rounds in which some directories are looked at without an event, should the system have lost one.
   * @default 2000
   */
  readonly pollMs?: number;
}

/** A stream of events does not put off the answer for ever. */
const LONGEST_DEBOUNCE_MS = 50;
const POLLED_AT_ONCE = 100;

/** Tells of changes in a set of directories, those below them not included. */
export class Watcher {
  private readonly directories = new Map<string, WatchedDirectory>();
  private readonly dirty = new Set<WatchedDirectory>();
  private readonly debounceMs: number;
  private readonly poll: NodeJS.Timeout;
  private timer?: NodeJS.Timeout;
  private firstEventAt = 0;
  private polled = 0;

  constructor(private readonly options: WatcherOptions) {
    this.debounceMs = options.debounceMs ?? 10;
    this.poll = setInterval(() => this.pollSome(), options.pollMs ?? 2000);
    this.poll.unref();
  }

  /**
   * Watches these directories from now on, and no others.
   * @param since in directories that were not watched yet, files written at this time or later count as changed
   */
  watch(directories: Iterable<string>, since = Number.POSITIVE_INFINITY): void {
    const wanted = new Set(directories);
    for (const [path, directory] of this.directories) {
      if (wanted.has(path)) continue;
      directory.close();
      this.dirty.delete(directory);
      this.directories.delete(path);
    }
    const missed: string[] = [];
    for (const path of wanted) {
      if (this.directories.has(path)) continue;
      const directory = new WatchedDirectory(path, (changed) => this.note(changed));
      this.directories.set(path, directory);
      if (Number.isFinite(since)) missed.push(...directory.changedSince(since));
    }
    if (missed.length > 0) this.options.onChange(missed);
  }

  close(): void {
    clearInterval(this.poll);
    clearTimeout(this.timer);
    for (const directory of this.directories.values()) directory.close();
    this.directories.clear();
    this.dirty.clear();
  }

  private note(directory: WatchedDirectory): void {
    if (!this.directories.has(directory.path)) return;
    const now = performance.now();
    if (this.dirty.size === 0) this.firstEventAt = now;
    this.dirty.add(directory);
    clearTimeout(this.timer);
    const left = this.firstEventAt + LONGEST_DEBOUNCE_MS - now;
    this.timer = setTimeout(() => this.tell(), Math.max(0, Math.min(this.debounceMs, left)));
  }

  private tell(): void {
    const changed = [...this.dirty].flatMap((directory) => directory.check());
    this.dirty.clear();
    if (changed.length > 0) this.options.onChange([...new Set(changed)]);
  }

  private pollSome(): void {
    const all = [...this.directories.values()];
    const start = all.length === 0 ? 0 : this.polled % all.length;
    const some = [...all.slice(start), ...all.slice(0, start)].slice(0, POLLED_AT_ONCE);
    this.polled = start + some.length;
    const changed = some.flatMap((directory) => directory.check());
    if (changed.length > 0) this.options.onChange([...new Set(changed)]);
  }
}
