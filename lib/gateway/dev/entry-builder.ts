import * as path from 'node:path';
import type { BuildResult, Message, Metafile } from 'esbuild';
import type { Clock } from '../clock';
import { closureOf, isOfPackage } from './bundle-closure';
import { type BundleEntry, groupKeyOf } from './bundle-entry';
import { messagesOf } from './bundle-options';
import { type Scans, groupEntries, scanEntries } from './bundle-scan';
import { BundleVersions } from './bundle-versions';
import { ContextPool } from './context-pool';
import { isYounger, type TrackedEntry } from './tracked-entry';

/** New code of a function. */
export interface FunctionChange {
  /** Unqualified ARN. */
  readonly arn: string;
  /** Absolute folder. */
  readonly codeDirectory: string;
}

export interface EntryBuild {
  /** Packages that were installed since, in milliseconds since the epoch, may have changed a bundle. */
  readonly since: number;
  /** Whether bundles count that are as the ones before. */
  readonly isForced: boolean;
}

/** Bundles entries, and tells which of them became something else. */
export class EntryBuilder {
  private readonly contexts: ContextPool;
  private readonly versions = new BundleVersions();

  constructor(clock?: Clock) {
    this.contexts = new ContextPool(clock);
  }

  async build(wanted: readonly TrackedEntry[], how: EntryBuild): Promise<FunctionChange[]> {
    const there = new Map(wanted.filter((tracked) => !tracked.isGone()).map((tracked) => [tracked.entry.key, tracked]));
    // what is broken does not keep the others waiting
    const keyOf = (entry: BundleEntry) => `${groupKeyOf(entry)} ${there.get(entry.key)!.errors.length > 0}`;
    const groups = groupEntries(
      [...there.values()].map(({ entry }) => entry),
      keyOf,
    );
    const changed = new Set<TrackedEntry>();
    const buildGroup = async (group: readonly BundleEntry[]): Promise<void> => {
      const part = group.map(({ key }) => there.get(key)!);
      for (const tracked of await this.buildPart(part, how)) changed.add(tracked);
    };
    const builds = await Promise.allSettled([...groups.values()].map(buildGroup));
    const failed = builds.find((build) => build.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return wanted
      .filter((tracked) => changed.has(tracked))
      .flatMap(({ entry }) => {
        const codeDirectory = this.versions.keep(entry);
        return entry.arns.map((arn) => ({ arn, codeDirectory }));
      });
  }

  /** Nothing is being built now, and what was built is in use. */
  settle(): Promise<void> {
    this.versions.removeOld();
    return this.contexts.settle();
  }

  keepOnly(keys: ReadonlyMap<string, unknown>): Promise<void> {
    return this.contexts.keepOnly((key) => keys.has(key));
  }

  close(): Promise<void> {
    return this.contexts.close();
  }

  /** @returns those that changed */
  private async buildPart(part: readonly TrackedEntry[], how: EntryBuild): Promise<TrackedEntry[]> {
    const entries = part.map(({ entry }) => entry);
    const first = part.filter(({ built, scanned }) => built === undefined && scanned !== undefined);
    const scans = how.isForced ? undefined : scanEntries(first.map(({ entry }) => entry));
    try {
      const result = await this.contexts.build(entries);
      return await this.take(result, part, how, await scans);
    } catch (error) {
      const messages = messagesOf(error);
      await scans;
      if (part.length > 1) return this.buildHealthy(part, how, messages);
      part[0]!.fail(messages);
      return [];
    }
  }

  /** A file that esbuild cannot read keeps only those from being bundled that need it. */
  private async buildHealthy(
    part: readonly TrackedEntry[],
    how: EntryBuild,
    messages: readonly Message[],
  ): Promise<TrackedEntry[]> {
    const { found, failed } = await scanEntries(part.map(({ entry }) => entry));
    const healthy = part.filter((tracked) => {
      const { key, recipe } = tracked.entry;
      const files = found.get(key)?.files;
      const own = messages.filter(({ location }) => {
        return location !== null && files?.has(path.resolve(recipe.projectRoot, location.file));
      });
      const reasons = failed.get(key) ?? own;
      if (reasons.length > 0) tracked.fail(reasons);
      return reasons.length === 0;
    });
    if (healthy.length === 0) return [];
    if (healthy.length < part.length) return this.buildPart(healthy, how);
    for (const tracked of part) tracked.fail(messages);
    return [];
  }

  private take(
    { metafile }: BuildResult,
    part: readonly TrackedEntry[],
    { since, isForced }: EntryBuild,
    scans: Scans | undefined,
  ): TrackedEntry[] {
    return part.filter((tracked) => {
      const { entry, built, scanned } = tracked;
      const isScannedAgain = scanned !== undefined && scans?.found.get(entry.key)?.hash === scanned;
      tracked.built = this.versions.hash(entry);
      tracked.succeed(closureOf(entry, metafile!));
      const isSame =
        built === undefined
          ? isScannedAgain && !hasYoungerPackage(metafile!, entry.recipe.projectRoot, since)
          : built === tracked.built;
      if (isSame && !isForced) this.versions.drop(entry);
      return isForced || !isSame;
    });
  }
}

function hasYoungerPackage({ inputs }: Metafile, root: string, since: number): boolean {
  return Object.keys(inputs).some((input) => isOfPackage(input) && isYounger(path.resolve(root, input), since));
}
