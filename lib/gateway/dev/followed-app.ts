import { findAppInputs } from './app-graph';
import { AppRunner, type AppRunnerOptions } from './app-runner';
import type { AppCommand } from './app-source';
import { ProjectSources } from './project-sources';

/** An app whose sources are followed: what could change its assembly runs it again. */
export class FollowedApp {
  private readonly sources: ProjectSources;
  private readonly runner: AppRunner;
  private inputs?: Promise<ReadonlySet<string>>;

  constructor(
    private readonly app: AppCommand,
    since: number,
    options: AppRunnerOptions,
  ) {
    this.sources = new ProjectSources({ root: app.directory, isBuilt: app.build !== undefined, since });
    this.runner = new AppRunner(app, options);
  }

  /** Absolute folders that its sources may be in. */
  get folders(): ReadonlySet<string> {
    return this.sources.folders;
  }

  /**
   * @param isFunctions whether a file is followed as the code of functions: the app runs again for it only if it imports
   * it too
   */
  async note(paths: readonly string[], isFunctions: (file: string) => boolean): Promise<void> {
    let isConcerned = false;
    const { isRunning } = this.runner;
    for (const file of paths) {
      if (this.sources.isOtherFolder(file)) {
        this.sources.refresh();
        // a build may clear the folder that it writes to
        isConcerned ||= !isRunning;
      }
      if (isRunning && this.sources.isProduct(file)) continue;
      if (!this.sources.isChanged(file)) continue;
      isConcerned ||= !isFunctions(file) || (await this.imports(file));
    }
    if (isConcerned) this.runner.request();
  }

  /** The app has run. */
  refresh(): void {
    this.inputs = undefined;
    this.sources.onRun();
    this.sources.refresh();
  }

  close(): Promise<void> {
    return this.runner.close();
  }

  private async imports(file: string): Promise<boolean> {
    this.inputs ??= findAppInputs(this.app);
    return (await this.inputs).has(file);
  }
}
