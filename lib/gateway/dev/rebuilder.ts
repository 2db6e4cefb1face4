import * as fs from 'node:fs';
import * as path from 'node:path';
import type { OutputFile } from 'esbuild';
import type { FunctionModel } from '../model';
import { type BundleEntry, entriesOf, groupKeyOf, nameLoop } from './bundle-entry';
import { RebuildGroup } from './rebuild-group';

/** New code of a function. */
export interface FunctionChange {
  /** Unqualified ARN. */
  readonly arn: string;
  /** Absolute folder. */
  readonly codeDirectory: string;
}

export interface Rebuild {
  readonly changes: readonly FunctionChange[];
  readonly errors: readonly string[];
}

const KEPT_VERSIONS = 2;

/** Bundles functions again when a file that they are made of changes. */
export class Rebuilder {
  private readonly loop = nameLoop();
  private readonly groups = new Map<string, RebuildGroup>();
  private readonly versions = new Map<string, string[]>();
  private version = 0;

  /** Absolute paths of everything that bundles are made of, outside `node_modules`. */
  get inputs(): ReadonlySet<string> {
    return new Set([...this.groups.values()].flatMap(({ inputs }) => [...inputs]));
  }

  /**
   * Takes the functions of an assembly, and bundles those that are new to it: what runs is as new as the assembly, so
   * only those change whose files are younger.
   * @param since when the assembly's functions began to be bundled, in milliseconds since the epoch
   */
  async use(functions: ReadonlyMap<string, FunctionModel>, since: number): Promise<Rebuild> {
    const wanted = new Map<string, BundleEntry[]>();
    for (const entry of entriesOf(functions, this.loop, fs.existsSync)) {
      const key = groupKeyOf(entry);
      wanted.set(key, [...(wanted.get(key) ?? []), entry]);
    }
    const known = new Map([...this.groups.values()].flatMap(({ state }) => [...state]));
    const fresh: RebuildGroup[] = [];
    for (const [key, entries] of wanted) {
      const group = this.groups.get(key);
      if (JSON.stringify(group?.entries) === JSON.stringify(entries)) continue;
      await group?.close();
      const next = new RebuildGroup(entries, known);
      this.groups.set(key, next);
      fresh.push(next);
    }
    for (const [key, group] of this.groups) {
      if (wanted.has(key)) continue;
      this.groups.delete(key);
      await group.close();
    }
    return this.run(fresh, (group, { key }) => known.has(key) || isYounger(group.inputsOfEntry(key), since));
  }

  /** Bundles again whatever one of these files, or a file beside one of them, belongs to. */
  rebuild(files: readonly string[]): Promise<Rebuild> {
    const folders = new Set(files.flatMap((file) => [file, path.dirname(file)]));
    const touched = [...this.groups.values()].filter(({ inputs }) => {
      return [...inputs].some((input) => folders.has(path.dirname(input)));
    });
    return this.run(touched, () => true);
  }

  async close(): Promise<void> {
    const roots = [...this.groups.values()].map(({ entries }) => entries[0]!.outdir);
    await Promise.all([...this.groups.values()].map((group) => group.close()));
    this.groups.clear();
    for (const root of new Set(roots)) fs.rmSync(root, { recursive: true, force: true });
  }

  private async run(
    groups: readonly RebuildGroup[],
    isWanted: (group: RebuildGroup, entry: BundleEntry) => boolean,
  ): Promise<Rebuild> {
    const changes: FunctionChange[] = [];
    const errors: string[] = [];
    for (const group of groups) {
      const result = await group.rebuild();
      errors.push(...result.errors);
      for (const entry of group.entries) {
        const files = result.outputs.get(entry.key);
        if (files === undefined || !isWanted(group, entry)) continue;
        const codeDirectory = this.write(entry, files);
        changes.push(...entry.arns.map((arn) => ({ arn, codeDirectory })));
      }
    }
    return { changes, errors: [...new Set(errors)] };
  }

  private write(entry: BundleEntry, files: readonly OutputFile[]): string {
    this.version += 1;
    const built = path.join(entry.outdir, entry.key, 'version');
    const folder = path.join(entry.outdir, entry.key, String(this.version));
    fs.mkdirSync(folder, { recursive: true });
    for (const file of files) fs.writeFileSync(path.join(folder, path.relative(built, file.path)), file.contents);
    const versions = [...(this.versions.get(entry.key) ?? []), folder];
    for (const old of versions.splice(0, versions.length - KEPT_VERSIONS))
      fs.rmSync(old, { recursive: true, force: true });
    this.versions.set(entry.key, versions);
    return folder;
  }
}

function isYounger(files: ReadonlySet<string>, time: number): boolean {
  return [...files].some((file) => (fs.statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= time);
}
