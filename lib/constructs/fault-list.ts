/** What is wrong, taken together instead of ending at the first fault. */
export class FaultList {
  private readonly faults: string[] = [];

  public get all(): readonly string[] {
    return this.faults;
  }

  /** What a step makes; nothing if it is at fault, which is noted. */
  public try<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      this.faults.push((error as Error).message);
      return undefined;
    }
  }

  public note(fault: string | undefined): void {
    if (fault !== undefined) this.faults.push(fault);
  }

  /** Ends here with all that is wrong, if anything is. */
  public throwIfAny(): void {
    if (this.faults.length > 0) throw new Error(this.faults.join('; '));
  }
}
