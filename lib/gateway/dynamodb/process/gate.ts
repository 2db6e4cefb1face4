/** Lets ordinary requests run side by side, and a transaction alone, in the order in which they came. */
export class Gate {
  private tail: Promise<unknown> = Promise.resolve();
  private readonly running = new Set<Promise<unknown>>();
  private closed = 0;

  shared<T>(run: () => Promise<T>): Promise<T> {
    return this.closed === 0 ? this.track(run()) : this.tail.then(() => this.track(run()));
  }

  exclusive<T>(run: () => Promise<T>): Promise<T> {
    this.closed += 1;
    const result = this.tail.then(async () => {
      await Promise.allSettled(this.running);
      try {
        return await run();
      } finally {
        this.closed -= 1;
      }
    });
    this.tail = result.catch(() => undefined);
    return result;
  }

  private track<T>(result: Promise<T>): Promise<T> {
    this.running.add(result);
    const forget = () => this.running.delete(result);
    result.then(forget, forget);
    return result;
  }
}
