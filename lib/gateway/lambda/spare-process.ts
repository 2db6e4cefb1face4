import { RuntimeProcess } from './runtime-process';

let ahead: RuntimeProcess | undefined;

/** Starts the first spare process of all, while the rest of the gateway is still being loaded. */
export function startAhead(): void {
  ahead ??= new RuntimeProcess({});
}

/** Ends it where no function is served. */
export function dropAhead(): void {
  ahead?.kill();
  ahead = undefined;
}

/** One process kept ready, so that a function starts in milliseconds. */
export class SpareProcess {
  private spare?: RuntimeProcess;
  private enabled = false;

  /** Starts it, and from then on replaces it when `refill` is called. */
  enable(): void {
    this.enabled = true;
    this.refill();
  }

  /** The ready process, or one that starts now. */
  take(): RuntimeProcess {
    const { spare } = this;
    this.spare = undefined;
    return spare === undefined || spare.hasEnded ? new RuntimeProcess({}) : spare;
  }

  /** Called when nobody waits for a start. */
  refill(): void {
    if (!this.enabled || (this.spare !== undefined && !this.spare.hasEnded)) return;
    this.spare = ahead === undefined || ahead.hasEnded ? new RuntimeProcess({}) : ahead;
    ahead = undefined;
  }

  async close(): Promise<void> {
    this.enabled = false;
    const { spare } = this;
    this.spare = undefined;
    spare?.kill();
    await spare?.gone;
  }
}
