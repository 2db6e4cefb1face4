import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BundleEntry } from './bundle-entry';
import { builtFolderOf } from './bundle-options';

const KEPT_VERSIONS = 2;

/** The folders of bundles that were built one after the other. */
export class BundleVersions {
  private readonly folders = new Map<string, string[]>();
  private version = 0;

  /** Of the bundle that has just been built. */
  hash(entry: BundleEntry): string {
    const hash = createHash('sha1');
    const built = builtFolderOf(entry);
    const files = fs.readdirSync(built, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const file of files.map(({ parentPath, name }) => path.join(parentPath, name)).sort()) {
      hash.update(`${file}\n`).update(fs.readFileSync(file));
    }
    return hash.digest('hex');
  }

  /** The bundle that has just been built is as the last one. */
  drop(entry: BundleEntry): void {
    fs.rmSync(builtFolderOf(entry), { recursive: true, force: true });
  }

  /** Takes over the bundle that has just been built; answers its folder. */
  keep(entry: BundleEntry): string {
    this.version += 1;
    const folder = path.join(entry.outdir, entry.key, String(this.version));
    fs.renameSync(builtFolderOf(entry), folder);
    this.folders.set(entry.key, [...(this.folders.get(entry.key) ?? []), folder]);
    return folder;
  }

  /** Removes what newer bundles took the place of. */
  removeOld(): void {
    for (const folders of this.folders.values()) {
      for (const old of folders.splice(0, folders.length - KEPT_VERSIONS)) {
        fs.rmSync(old, { recursive: true, force: true });
      }
    }
  }
}
