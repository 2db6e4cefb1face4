import { RuntimeProcess } from './runtime-process';

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
    if (this.enabled && (this.spare === undefined || this.spare.hasEnded)) this.spare = new RuntimeProcess({});
  }

  async close(): Promise<void> {
    this.enabled = false;
    const { spare } = this;
    this.spare = undefined;
    spare?.kill();
    await spare?.gone;
  }
}
