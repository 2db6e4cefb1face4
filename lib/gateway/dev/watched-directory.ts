import * as fs from 'node:fs';
import * as path from 'node:path';

/** Files that editors and tools keep for a moment, and that nothing is made of. */
const NOISE = /^(?:\..*|.*~|#.*#|4913|.*\.(?:sw[a-p]|tmp|log|bak|part))$/;

/**
 * One directory without those below it. Recursive watching loses files that were once replaced or whose folder was,
 * on Linux and Node.js 20; this way nothing was seen to be lost.
 */
export class WatchedDirectory {
  private entries: Map<string, string>;
  private watcher?: fs.FSWatcher;
  /** What the watcher looks at: the directory, or while that is gone the nearest one above it. */
  private watched?: string;
  private identity = '';

  constructor(
    readonly path: string,
    private readonly onEvent: (directory: WatchedDirectory) => void,
  ) {
    this.open();
    this.entries = listEntries(path);
  }

  /** Files and folders that are new, changed or gone since the last time. */
  check(): string[] {
    if (this.watched !== nearest(this.path) || this.identity !== identify(this.watched)) this.open();
    const before = this.entries;
    this.entries = listEntries(this.path);
    const names = new Set([...before.keys(), ...this.entries.keys()]);
    return [...names]
      .filter((name) => before.get(name) !== this.entries.get(name))
      .map((name) => path.join(this.path, name));
  }

  /** Files that were written at a time or later. */
  changedSince(time: number): string[] {
    return [...this.entries.keys()]
      .map((name) => path.join(this.path, name))
      .filter((file) => {
        const stat = fs.statSync(file, { throwIfNoEntry: false });
        return stat !== undefined && stat.isFile() && stat.ctimeMs >= time;
      });
  }

  close(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }

  private open(): void {
    this.close();
    this.watched = nearest(this.path);
    this.identity = identify(this.watched);
    try {
      this.watcher = fs.watch(this.watched, () => this.onEvent(this));
      this.watcher.on('error', () => this.onEvent(this));
    } catch {
      // no more watches to be had from the system: the slow round finds changes too
    }
  }
}

function listEntries(directory: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const entry of readEntries(directory)) {
    if (NOISE.test(entry.name)) continue;
    const file = path.join(directory, entry.name);
    const link = entry.isSymbolicLink() ? readLink(file) : '';
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const state = stat.isFile() ? `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : 'folder';
    entries.set(entry.name, `${state} ${link}`);
  }
  return entries;
}

function readEntries(directory: string): fs.Dirent[] {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readLink(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}

function nearest(directory: string): string {
  for (let at = directory; ; at = path.dirname(at)) {
    if (at === path.dirname(at) || fs.statSync(at, { throwIfNoEntry: false })?.isDirectory()) return at;
  }
}

/** Another one after the directory was removed and made again under the same name. */
function identify(directory: string): string {
  const stat = fs.statSync(directory, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.dev} ${stat.ino} ${stat.birthtimeMs}`;
}
