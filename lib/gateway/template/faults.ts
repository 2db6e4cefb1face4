import { type AssemblyFault, GatewayError, type UserErrorCode } from '../errors';

/** Thrown where a definition cannot be read; caught per resource, so that all faults are told at once. */
export class DefinitionFault extends Error {
  /** Where it is, when the thrower's caller knows better than whoever catches it. */
  path?: string;

  constructor(
    message: string,
    readonly code: UserErrorCode = 'DEFINITION_REFUSED',
  ) {
    super(message);
  }
}

/** Collects everything wrong with an assembly. */
export class Faults {
  private readonly seen = new Set<string>();
  private readonly list: AssemblyFault[] = [];

  get all(): readonly AssemblyFault[] {
    return this.list;
  }

  add(path: string, message: string, code: UserErrorCode = 'DEFINITION_REFUSED'): void {
    const key = `${path}\n${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push({ code, path, message });
  }

  /** Runs one reading; a fault in it is noted and yields undefined. */
  attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (error instanceof DefinitionFault) this.add(error.path ?? path, error.message, error.code);
      else this.add(path, `cannot be read: ${(error as Error).message}`, 'ASSEMBLY_INVALID');
      return undefined;
    }
  }
}
