import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import type { BundleRequest } from './bundle-request';
import { type BundleOutcome, bundleAll } from './bundler';
import { findProjectRoot } from './project-root';

const REGISTRY = Symbol.for('cdk-gatehouse.bundles');

/** The bundles of one construct tree: the first that is asked for has all of them made. */
export class BundleRegistry {
  static of(root: IConstruct): BundleRegistry {
    const owner = root as { [REGISTRY]?: BundleRegistry };
    owner[REGISTRY] ??= new BundleRegistry();
    return owner[REGISTRY];
  }

  private readonly waiting = new Map<string, BundleRequest>();
  private readonly outcomes = new Map<string, BundleOutcome>();
  private readonly projectRoots = new Map<string, string>();

  projectRootOf(entry: string): string {
    const folder = path.dirname(entry);
    const found = this.projectRoots.get(folder) ?? findProjectRoot(entry);
    this.projectRoots.set(folder, found);
    return found;
  }

  add(request: BundleRequest): void {
    if (!this.outcomes.has(request.key)) this.waiting.set(request.key, request);
  }

  outcomeOf(request: BundleRequest): BundleOutcome {
    if (!this.outcomes.has(request.key)) {
      const outcomes = bundleAll([...this.waiting.values()]);
      this.waiting.clear();
      for (const [key, outcome] of outcomes) this.outcomes.set(key, outcome);
    }
    return this.outcomes.get(request.key)!;
  }
}
