import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Size and time of a file, and where it is cheap a hash of its content: `-1` for a file that is not there. */
export type FileState = readonly [size: number, modified: number, content?: string];

const RESOLVABLE = /\.(?:[cm]?[jt]sx?|json|css)$/;

/** What is known of the file system during one pass: each file is looked at once. */
export class FileStates {
  private readonly stats = new Map<string, FileState>();
  private readonly contents = new Map<string, string>();
  private readonly listings = new Map<string, string>();

  stat(file: string): FileState {
    return remember(this.stats, file, () => {
      const found = fs.statSync(file, { throwIfNoEntry: false });
      return found === undefined ? [-1, 0] : [found.size, found.mtimeMs];
    });
  }

  statWithContent(file: string): FileState {
    const [size, modified] = this.stat(file);
    return size < 0 ? [size, modified] : [size, modified, this.content(file)];
  }

  isUnchanged(file: string, [size, modified, content]: FileState): boolean {
    const now = this.stat(file);
    if (now[0] !== size) return false;
    return size < 0 || now[1] === modified || (content !== undefined && content === this.content(file));
  }

  /** Hash of the names that an import may resolve to: a new `x.ts` beside `x.js` changes what `./x` means. */
  listing(folder: string): string {
    return remember(this.listings, folder, () => {
      const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => RESOLVABLE.test(name)) : [];
      return digest(names.sort().join('\n'));
    });
  }

  private content(file: string): string {
    return remember(this.contents, file, () => digest(fs.readFileSync(file)));
  }
}

/** Hash of the files of one folder, by name and content. */
export function hashFolder(folder: string): { hash: string; bytes: number } {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const name of fs.readdirSync(folder).sort()) {
    const content = fs.readFileSync(path.join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
    bytes += content.length;
  }
  return { hash: hash.digest('hex'), bytes };
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
