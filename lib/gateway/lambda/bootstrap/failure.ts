import { types } from 'node:util';

/** What Lambda answers for a failed call. */
export interface Failure {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly trace?: readonly string[];
}

/** Faults that Lambda's runtime itself finds, named as it names them. */
export class RuntimeFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

export function failureOf(error: unknown): Failure {
  try {
    if (isError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

export function intoError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}

/** The error as text logs show it. */
export function formatError(error: Error): string {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? withOwnProperties(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(failureOf(error))}`;
  }
}

function withOwnProperties(error: Error): object {
  const { code } = error as NodeJS.ErrnoException;
  const plain = { errorType: error.name, errorMessage: error.message, code, ...error };
  return typeof error.stack === 'string' ? { ...plain, stack: error.stack.split('\n') } : plain;
}

/** Errors of other realms and look-alikes count too. */
function isError(value: unknown): value is Error {
  if (types.isNativeError(value)) return true;
  const like = value as Error | null | undefined;
  return (
    typeof like?.name === 'string' &&
    typeof like.message === 'string' &&
    typeof like.stack === 'string' &&
    like.name !== '' &&
    like.message !== ''
  );
}
