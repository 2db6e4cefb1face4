import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Message } from 'esbuild';
import { type BundleEntry, describeMessage } from './bundle-entry';
import type { Scan } from './bundle-scan';
import { settingsOf } from './entry-settings';

/** What is known of an entry that is followed. */
export class TrackedEntry {
  /** Of its last bundle; absent before the first edit. */
  built?: string;
  /** Of the project's own part of it, where nothing was built yet. */
  scanned?: string;
  /** Why it cannot be bundled at the moment. */
  errors: readonly string[] = [];
  private own: ReadonlySet<string>;
  private settings: ReadonlySet<string>;
  private awaited: ReadonlySet<string> = new Set();

  /** @param entry the functions of it may change */
  constructor(public entry: BundleEntry) {
    this.own = new Set([entry.file]);
    this.settings = settingsOf(entry, this.own);
  }

  /** Absolute paths of what it is made of, and of what it waits for. */
  get files(): ReadonlySet<string> {
    return new Set([...this.own, ...this.awaited]);
  }

  /** Absolute paths of files that decide how it is bundled. */
  get settingFiles(): ReadonlySet<string> {
    return this.settings;
  }

  /** It can be bundled, of these files. */
  succeed(files: ReadonlySet<string>): void {
    this.own = files;
    this.settings = settingsOf(this.entry, files);
    this.awaited = new Set();
    this.errors = [];
  }

  takeScan({ files, hash }: Scan): void {
    this.succeed(files);
    this.scanned = hash;
  }

  fail(messages: readonly Message[]): void {
    this.errors = messages.map(describeMessage);
    this.awaited = new Set(messages.flatMap((message) => this.mending(message)));
  }

  /** @returns whether the file of the entry is gone, which is an error then */
  isGone(): boolean {
    const { file, name, owners } = this.entry;
    if (fs.existsSync(file)) return false;
    this.errors = [`the entry "${name}" is gone, and still is the code of ${owners.join(', ')}`];
    return true;
  }

  /** Whether one of these files and folders is a part of it, or has one. */
  isMadeOf(paths: readonly string[]): boolean {
    const { files } = this;
    return paths.some(
      (changed) => files.has(changed) || [...files].some((file) => file.startsWith(changed + path.sep)),
    );
  }

  /** Whether one of these files lies beside a part of it: another file may be imported now. */
  isBeside(paths: readonly string[]): boolean {
    const folders = new Set([...this.files].map((file) => path.dirname(file)));
    return paths.some((changed) => folders.has(path.dirname(changed)));
  }

  isYounger(time: number): boolean {
    return [...this.own].some((file) => isYounger(file, time));
  }

  isOf(files: ReadonlySet<string>): boolean {
    return files.size === this.own.size && [...files].every((file) => this.own.has(file));
  }

  /** Files that may mend what a message says. */
  private mending({ text, location }: Message): string[] {
    if (location === null) return [];
    const file = path.resolve(this.entry.recipe.projectRoot, location.file);
    const missing = /^Could not resolve "(\..*)"/.exec(text)?.[1];
    return missing === undefined ? [file] : [file, path.resolve(path.dirname(file), missing)];
  }
}

export function isYounger(file: string, time: number): boolean {
  return (fs.statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= time;
}
