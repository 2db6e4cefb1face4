/** The user must act: on the app, its template, a flag, or the machine. */
export const USER_ERROR_CODES = [
  /** The app's command, or its build, failed. */
  'APP_FAILED',
  /** There is no cloud assembly where one was named. */
  'ASSEMBLY_NOT_FOUND',
  /** A file of the assembly is missing, damaged, or asks for what cannot be evaluated. */
  'ASSEMBLY_INVALID',
  /** The assembly waits for context that only a lookup in an account gives. */
  'CONTEXT_MISSING',
  /** API Gateway itself would refuse this definition. */
  'DEFINITION_REFUSED',
  /** The gateway needs a value that only AWS knows. */
  'VALUE_UNKNOWN',
  /** A function's code could not be bundled. */
  'BUNDLE_FAILED',
  /** An option or a flag has a value that makes no sense. */
  'OPTION_INVALID',
  /** No listener can be opened at the port or host. */
  'PORT_UNAVAILABLE',
  /** `--strict`, and something is not emulated. */
  'NOT_EMULATED',
  /** An optional package is not installed. */
  'DEPENDENCY_MISSING',
] as const;

/** We must act: a fault of the gateway. */
export const INTERNAL_ERROR_CODES = [
  /** A part that the gateway runs beside itself (a function process, the embedded DynamoDB) did not come up. */
  'SERVICE_FAILED',
  /** What cannot happen happened. */
  'INTERNAL',
] as const;

export type UserErrorCode = (typeof USER_ERROR_CODES)[number];
export type InternalErrorCode = (typeof INTERNAL_ERROR_CODES)[number];
export type GatewayErrorCode = UserErrorCode | InternalErrorCode;

/** An error that keeps the gateway from starting, reloading or doing what was asked. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GatewayError';
    this.code = code;
  }

  /** Who must act on it. */
  get actor(): 'user' | 'gatehouse' {
    return (USER_ERROR_CODES as readonly string[]).includes(this.code) ? 'user' : 'gatehouse';
  }
}

/** One thing wrong with an assembly. */
export interface AssemblyFault {
  readonly code: UserErrorCode;
  /** Construct path, or the file. */
  readonly path: string;
  readonly message: string;
}

/** Everything wrong with an assembly, at once. */
export class AssemblyError extends GatewayError {
  readonly faults: readonly AssemblyFault[];

  constructor(directory: string, faults: readonly AssemblyFault[]) {
    const codes = new Set(faults.map((fault) => fault.code));
    const lines = faults.map((fault) => `  ${fault.path}: ${fault.message}`);
    super(
      codes.size === 1 ? faults[0].code : 'ASSEMBLY_INVALID',
      `${faults.length === 1 ? 'one fault' : `${faults.length} faults`} in ${directory}\n${lines.join('\n')}`,
    );
    this.name = 'AssemblyError';
    this.faults = faults;
  }
}
