import type { FidelityEntry } from '../model';
import type { Faults } from './faults';
import { unknownsIn } from './unknown';

/** What the readers of an assembly have to say beside the model: faults, and what is not emulated. */
export class Report {
  private readonly entries = new Map<string, FidelityEntry>();

  constructor(readonly faults: Faults) {}

  get fidelity(): readonly FidelityEntry[] {
    return [...this.entries.values()];
  }

  add(path: string, effect: FidelityEntry['effect'], message: string): void {
    this.entries.set(`${path}\n${message}`, { path, message, effect });
  }

  /** A placeholder stands in something that the gateway only passes on. */
  addUnknowns(path: string, what: string, value: unknown): void {
    for (const label of unknownsIn(value)) {
      this.add(
        path,
        'differs',
        `${what} holds a placeholder for "${label}", which only AWS knows: give it with ${optionFor(label)}`,
      );
    }
  }
}

function optionFor(label: string): string {
  const [, name] = /^(?:parameter [^/]*\/|ssm(?:-secure)?:)(.+)$/.exec(label) ?? [];
  return name === undefined ? '--values' : `--parameter ${name}=VALUE`;
}
