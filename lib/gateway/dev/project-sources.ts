import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

const SOURCE = /\.(?:[cm]?[jt]sx?|json|ya?ml|graphql|gql|vtl|vm|html|txt|sql|xml|py|env|pem)$/;
const PRODUCT = /\.(?:[cm]?jsx?|json|ya?ml|d\.[cm]?ts)$/;
const TEST = /(?:^|\/)(?:tests?|__tests__|__mocks__)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;
const LEFT_OUT = /^(?:\..*|node_modules|cdk\.out.*|coverage)$/;
/** A project with more folders keeps its first ones watched. */
const MAX_FOLDERS = 4000;
const MAX_BYTES = 1_000_000;
const WRITES_OF_APP = 5;

export interface ProjectSourcesProps {
  /** Absolute. */
  readonly root: string;
  /** Whether running the app includes a command that makes files of the project. */
  readonly isBuilt: boolean;
  /** When the assembly began to be made, in milliseconds since the epoch. */
  readonly since: number;
}

/** The files of a project that its app may be made of: nothing says which of them it reads. */
export class ProjectSources {
  private readonly contents = new Map<string, string>();
  private readonly writes = new Map<string, number>();
  private known: ReadonlySet<string>;

  constructor(private readonly props: ProjectSourcesProps) {
    this.known = new Set(listFolders(props.root));
    for (const folder of this.known) {
      for (const name of fs.readdirSync(folder)) {
        const file = path.join(folder, name);
        if (this.isSource(file) && !this.isEdit(file)) this.contents.set(file, contentOf(file));
      }
    }
  }

  /** Absolute. */
  get folders(): ReadonlySet<string> {
    return this.known;
  }

  /** Looks for folders that came or went. */
  refresh(): void {
    this.known = new Set(listFolders(this.props.root));
  }

  /** The app has run to its end: what was written before and did not come back was an edit. */
  onRun(): void {
    for (const [file, writes] of this.writes) if (writes < WRITES_OF_APP) this.writes.delete(file);
  }

  /** Whether a file is the app's business and its content is another than when this was last asked. */
  isChanged(file: string): boolean {
    if (!this.isSource(file)) return false;
    const before = this.contents.get(file);
    const now = contentOf(file);
    this.contents.set(file, now);
    return now !== before;
  }

  /** Whether a folder came or went. */
  isOtherFolder(name: string): boolean {
    return path.dirname(name).startsWith(this.props.root) && !LEFT_OUT.test(path.basename(name))
      ? isFolder(name) !== this.known.has(name)
      : false;
  }

  /**
   * Whether a file that was written while the app ran is the app's product, or that of its build. Where nothing is built
   * an app that writes into its project must do so in several runs that follow each other, lest an edit be taken for it:
   * people save more than once, and formatters after them.
   */
  isProduct(file: string): boolean {
    if (!PRODUCT.test(file)) return false;
    const writes = (this.writes.get(file) ?? 0) + 1;
    this.writes.set(file, writes);
    if (!this.props.isBuilt && writes < WRITES_OF_APP) return false;
    this.contents.set(file, contentOf(file));
    return true;
  }

  private isSource(file: string): boolean {
    const name = path.relative(this.props.root, file).split(path.sep).join('/');
    if (name.startsWith('..') || path.isAbsolute(name)) return false;
    return SOURCE.test(name) && !TEST.test(name) && !name.split('/').some((part) => LEFT_OUT.test(part));
  }

  /** Written by the user after the app began to run: not in the assembly yet. */
  private isEdit(file: string): boolean {
    if (this.props.isBuilt && PRODUCT.test(file)) return false;
    return (fs.statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= this.props.since;
  }
}

/** A folder and those below it, links not followed. */
export function listFolders(root: string): string[] {
  const folders = [root];
  for (const folder of folders) {
    if (folders.length >= MAX_FOLDERS) break;
    for (const entry of readFolder(folder)) {
      if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) folders.push(path.join(folder, entry.name));
    }
  }
  return folders;
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    // it went while it was being looked at
    return [];
  }
}

function contentOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) return '';
  if (stat.size > MAX_BYTES) return `${stat.size} ${stat.mtimeMs}`;
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

function isFolder(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
