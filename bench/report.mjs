import { compare } from './compare.mjs';
import { printTable } from './table.mjs';

const LONGEST = 2000;

/** What a run has measured: prints each table when it is done, and keeps it for the JSON. */
export class Report {
  results = {};
  #rows;
  #problems = [];

  constructor({ only = '', rounds }) {
    this.only = only;
    this.rounds = rounds;
  }

  /** Runs a suite; one that breaks keeps no other from running. */
  async suite(name, run) {
    this.#rows = this.results[name] = {};
    await this.#attempt(name, run);
  }

  /** @param comparisonOf what `compare` takes, and whether it is `slow` */
  async table(title, comparisonOf) {
    if (!this.wants(title)) return;
    await this.#attempt(title, async () => {
      const comparison = await comparisonOf();
      const rows = await compare({ ...comparison, rounds: this.#roundsOf(comparison) });
      this.#rows[title] = rows;
      printTable(title, rows);
      for (const { case: name, failures, lost } of rows)
        if (failures || lost) this.#problems.push(`${title}: ${name} has ${failures || lost} failures`);
    });
  }

  /** Whether a table is to be measured. */
  wants(title) {
    return title.includes(this.only);
  }

  /** Repeats what went wrong; answers the exit code. */
  close() {
    for (const problem of this.#problems) console.error(`\n${problem}`);
    return this.#problems.length ? 1 : 0;
  }

  /** A slow table has no more rounds than its own. */
  #roundsOf({ rounds, slow }) {
    const wanted = this.rounds ?? rounds;
    return slow ? Math.min(wanted, rounds) : wanted;
  }

  async #attempt(title, run) {
    try {
      await run();
    } catch (error) {
      this.#problems.push(`${title} failed: ${error.message.slice(0, LONGEST)}`);
      console.error(`\n${title} failed: ${error.stack.slice(0, LONGEST)}`);
    }
  }
}
