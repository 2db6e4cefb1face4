import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuildContext, BuildOptions, BuildResult, Message, OutputFile } from 'esbuild';
import { type BundleEntry, describeMessage } from './bundle-entry';
import { loadPlugins } from './bundle-plugins';
import { loadEsbuild } from './esbuild';

export interface GroupResult {
  /** Bundles that differ from the last ones, by the key of the entry. */
  readonly outputs: ReadonlyMap<string, readonly OutputFile[]>;
  readonly errors: readonly string[];
}

/** Entries that esbuild can bundle together: their options are equal. */
export class RebuildGroup {
  /** Absolute paths of what the bundles were made of, and where each import was looked for. */
  readonly inputs = new Set<string>();
  private readonly inputsOf = new Map<string, ReadonlySet<string>>();
  private readonly hashes: Map<string, string>;
  private context?: BuildContext;

  constructor(
    readonly entries: readonly BundleEntry[],
    known: ReadonlyMap<string, string> = new Map(),
  ) {
    this.hashes = new Map(known);
    for (const { file, recipe } of entries) {
      this.inputs.add(file);
      this.inputs.add(path.join(recipe.projectRoot, 'tsconfig.json'));
    }
  }

  /** What the entries were when they were last bundled. */
  get state(): ReadonlyMap<string, string> {
    return this.hashes;
  }

  inputsOfEntry(key: string): ReadonlySet<string> {
    return this.inputsOf.get(key) ?? new Set();
  }

  /** Bundles again what changed. A file that esbuild cannot read keeps only those from being rebuilt that need it. */
  async rebuild(): Promise<GroupResult> {
    const gone = this.entries.filter(({ file }) => !fs.existsSync(file));
    const errors = gone.map(({ name, owners }) => {
      return `the entry "${name}" is gone, and still is the code of ${owners.join(', ')}`;
    });
    if (gone.length > 0)
      return this.rebuildPart(
        this.entries.filter((entry) => !gone.includes(entry)),
        errors,
      );
    try {
      const context = (this.context ??= await this.open());
      return { outputs: this.take(await context.rebuild(), this.entries), errors };
    } catch (error) {
      const messages = messagesOf(error);
      const broken = new Set(messages.map((message) => this.fileOf(message)));
      const healthy = this.entries.filter(({ key }) => {
        const inputs = this.inputsOfEntry(key);
        return inputs.size > 0 && ![...broken].some((file) => file === undefined || inputs.has(file));
      });
      for (const message of messages) for (const file of this.awaited(message)) this.inputs.add(file);
      return this.rebuildPart(healthy, messages.map(describeMessage));
    }
  }

  async close(): Promise<void> {
    await this.context?.dispose();
  }

  private async open(): Promise<BuildContext> {
    return loadEsbuild().context(await this.options(this.entries));
  }

  private async rebuildPart(entries: readonly BundleEntry[], errors: readonly string[]): Promise<GroupResult> {
    if (entries.length === 0) return { outputs: new Map(), errors };
    try {
      const result = await loadEsbuild().build(await this.options(entries));
      return { outputs: this.take(result, entries), errors };
    } catch (error) {
      return { outputs: new Map(), errors: [...new Set([...errors, ...messagesOf(error).map(describeMessage)])] };
    }
  }

  private async options(entries: readonly BundleEntry[]): Promise<BuildOptions> {
    const [first] = entries as [BundleEntry];
    const { plugins } = first.recipe;
    return {
      ...first.options,
      absWorkingDir: first.recipe.projectRoot,
      entryPoints: entries.map(({ file, key }) => ({ in: file, out: path.posix.join(key, 'version', 'index') })),
      outdir: first.outdir,
      logLevel: 'silent',
      logLimit: 0,
      metafile: true,
      sourcemap: 'linked',
      sourcesContent: false,
      write: false,
      ...(plugins !== undefined && { plugins: await loadPlugins(plugins) }),
    };
  }

  private take(result: BuildResult, entries: readonly BundleEntry[]): ReadonlyMap<string, readonly OutputFile[]> {
    const { inputs } = result.metafile!;
    const outputs = new Map<string, readonly OutputFile[]>();
    for (const entry of entries) {
      const root = entry.recipe.projectRoot;
      const folder = path.join(entry.outdir, entry.key) + path.sep;
      const files = result.outputFiles!.filter((file) => file.path.startsWith(folder));
      const hash = files.map((file) => `${file.path} ${file.hash}`).join('\n');
      if (this.hashes.get(entry.key) !== hash) outputs.set(entry.key, files);
      this.hashes.set(entry.key, hash);
      this.inputsOf.set(entry.key, closureOf(entry, inputs));
      for (const file of this.inputsOf.get(entry.key)!) this.inputs.add(path.resolve(root, file));
    }
    return outputs;
  }

  /** Files that may mend what a message says. */
  private awaited(message: Message): string[] {
    const file = this.fileOf(message);
    if (file === undefined) return [];
    const missing = /^Could not resolve "(\..*)"/.exec(message.text)?.[1];
    return missing === undefined ? [file] : [file, path.resolve(path.dirname(file), missing)];
  }

  private fileOf({ location }: Message): string | undefined {
    return location ? path.resolve(this.entries[0]!.recipe.projectRoot, location.file) : undefined;
  }
}

/** Files of the project that an entry is made of, under the names that it imports them by as well. */
function closureOf(entry: BundleEntry, inputs: NonNullable<BuildResult['metafile']>['inputs']): Set<string> {
  const root = entry.recipe.projectRoot;
  const { inject = [] } = entry.options as { inject?: string[] };
  const seen = new Set(
    [entry.file, ...inject.map((file) => path.resolve(root, file))].map((file) => slashed(root, file)),
  );
  const files = new Set<string>([entry.file]);
  for (const name of seen) {
    if (name.split('/').includes('node_modules')) continue;
    const file = path.resolve(root, name);
    files.add(file);
    for (const imported of inputs[name]?.imports ?? []) {
      if (imported.external !== true && imported.path in inputs) seen.add(imported.path);
      // where links stand between the two names, one of them moves when a link does
      if (imported.original?.startsWith('.')) files.add(path.resolve(path.dirname(file), imported.original));
    }
  }
  return files;
}

function slashed(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

function messagesOf(error: unknown): readonly Message[] {
  const { errors } = error as { errors?: readonly Message[] };
  if (errors === undefined || errors.length === 0) throw error;
  return errors;
}
