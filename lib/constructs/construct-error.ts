import type { IConstruct } from 'constructs';

/** A fault of what the user wrote, with the path of the construct that it stands in. */
export class ConstructError extends Error {
  constructor(scope: IConstruct, faults: string | readonly string[]) {
    const list = typeof faults === 'string' ? [faults] : faults;
    const text =
      list.length === 1 ? list[0] : `${list.length} faults\n${list.map((fault) => `  - ${fault}`).join('\n')}`;
    super(`${scope.node.path}: ${text}`);
    this.name = 'ConstructError';
  }
}
