import type { AppCommand } from './app-source';
import { type AppRun, runApp, type RunAppOptions } from './run-app';

export interface AppRunnerOptions {
  readonly print?: RunAppOptions['print'];
  onRun(run: AppRun): Promise<void>;
  onError(error: unknown): void;
}

/** Edits of several files come one by one: the app does not run for each. */
const SETTLE_MS = 30;
/** The last files of a run are noticed after its end. */
const ECHO_MS = 100;

/** Runs an app again whenever it is asked to; a run that is overtaken by another edit is ended. */
export class AppRunner {
  private abort?: AbortController;
  private timer?: NodeJS.Timeout;
  private current: Promise<void> = Promise.resolve();
  private endedAt = Number.NEGATIVE_INFINITY;
  private closed = false;

  constructor(
    private readonly app: AppCommand,
    private readonly options: AppRunnerOptions,
  ) {}

  /** Whether what is written now may be the app's own doing. */
  get isRunning(): boolean {
    return this.abort !== undefined || performance.now() - this.endedAt < ECHO_MS;
  }

  request(): void {
    if (this.closed) return;
    this.abort?.abort();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.current = this.current.then(() => this.run());
    }, SETTLE_MS);
  }

  /** Resolves when no run is left. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.abort?.abort();
    await this.current;
  }

  private async run(): Promise<void> {
    if (this.closed) return;
    const abort = new AbortController();
    this.abort = abort;
    try {
      const run = await runApp(this.app, { print: this.options.print, signal: abort.signal });
      this.end();
      await this.options.onRun(run);
    } catch (error) {
      this.end();
      if (!abort.signal.aborted) this.options.onError(error);
    }
  }

  private end(): void {
    this.abort = undefined;
    this.endedAt = performance.now();
  }
}
