import { Refusal } from '../../refusal';

/** Why a backend gave no answer. */
export class HttpFailure extends Error {
  constructor(
    readonly kind: 'timeout' | 'unknown-host' | 'unsendable' | 'network' | 'malformed' | 'too-large',
    message: string,
  ) {
    super(message);
  }
}

/** Sorts what node:http reports. */
export function failureOf(error: NodeJS.ErrnoException & { readonly hostname?: string }, where: string): HttpFailure {
  const text = `${where}: ${error.message || error.code}`;
  if (error.code === 'ENOTFOUND') {
    const wayOut = `say where to send it: --upstream ${error.hostname ?? 'HOST'}=http://127.0.0.1:PORT`;
    return new HttpFailure('unknown-host', `${text}; ${wayOut}`);
  }
  return new HttpFailure(error.code?.startsWith('HPE_') ? 'malformed' : 'network', text);
}

/** What the client is told. */
export function refusalOf(failure: HttpFailure): Refusal {
  const reason = failure.message;
  switch (failure.kind) {
    case 'timeout':
      return new Refusal('INTEGRATION_TIMEOUT', { reason });
    case 'network':
      return new Refusal('INTEGRATION_FAILURE', {
        status: 504,
        message: 'Network error communicating with endpoint',
        reason,
      });
    case 'malformed':
      return new Refusal('INTEGRATION_FAILURE', { status: 502, message: 'Internal server error', reason });
    default:
      return new Refusal('API_CONFIGURATION_ERROR', { reason });
  }
}
