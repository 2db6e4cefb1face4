import { type HeaderList, headerValue, type RawRequest } from '../../server/raw';
import { Refusal } from '../../rest/refusal';
import { ALGORITHM, queryPairs, trimBlanks } from './canonical-request';
import { normalizeTimestamp } from './timestamp';

/** The signature of a request, taken apart and not yet believed. */
export interface PresentedSignature {
  readonly form: 'header' | 'query';
  readonly accessKeyId: string;
  /** Date, region, service and terminator of the credential, as written. */
  readonly scope: readonly string[];
  readonly signedHeaders: string;
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  /** Seconds, of the query form. */
  readonly expires?: number;
  readonly sessionToken?: string;
}

const MAX_EXPIRES = 604_800;

/** @throws Refusal when there is no signature, or none that can be read. */
export function readSignature(request: RawRequest): PresentedSignature {
  const header = headerValue(request.headers, 'authorization');
  if (header !== undefined) return fromHeader(header, request.headers);
  const query = new Map(queryPairs(request.query));
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return fromQuery(query);
  throw new Refusal('MISSING_AUTHENTICATION_TOKEN', {
    reason: 'the request is not signed: no Authorization header and no X-Amz-Signature in the query',
  });
}

/**
 * The answer to a request that no method serves: a caller who sent an `Authorization` header is told what a
 * signature would need, as on the service.
 */
export function refuseUnsigned(request: RawRequest, reason: string): Refusal {
  const header = headerValue(request.headers, 'authorization');
  if (header !== undefined) {
    try {
      fromHeader(header, request.headers);
    } catch (error) {
      if (error instanceof Refusal) return new Refusal(error.type, { ...error.options, reason });
      throw error;
    }
  }
  return new Refusal('MISSING_AUTHENTICATION_TOKEN', { reason });
}

function fromHeader(header: string, headers: HeaderList): PresentedSignature {
  const space = header.search(/[ \t]/);
  const algorithm = space === -1 ? header : header.slice(0, space);
  const parameters = new Map<string, string>();
  const rest = space === -1 ? '' : trimBlanks(header.slice(space));
  for (const part of rest === '' ? [] : rest.split(',')) {
    const equals = part.indexOf('=');
    if (equals === -1) throw notKeyValue(trimBlanks(part), header);
    parameters.set(trimBlanks(part.slice(0, equals)), trimBlanks(part.slice(equals + 1)));
  }
  const dateHeader = headerValue(headers, 'x-amz-date') ?? headerValue(headers, 'date');
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parameters.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (dateHeader === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) throw incomplete(`${missing.join(' ')} Authorization=${algorithm}`);
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  const timestamp = normalizeTimestamp(dateHeader ?? '');
  if (timestamp === undefined) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${dateHeader}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  return {
    form: 'header',
    ...readCredential(parameters.get('Credential') ?? ''),
    signedHeaders: parameters.get('SignedHeaders') ?? '',
    signature: parameters.get('Signature') ?? '',
    timestamp,
    sessionToken: headerValue(headers, 'x-amz-security-token'),
  };
}

function fromQuery(query: ReadonlyMap<string, string>): PresentedSignature {
  const algorithm = query.get('X-Amz-Algorithm');
  const names = ['Algorithm', 'Credential', 'Signature', 'SignedHeaders', 'Date', 'Expires'];
  const missing = names
    .filter((name) => !query.get(`X-Amz-${name}`))
    .map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`);
  if (missing.length > 0) throw incomplete(`${missing.join(' ')} Re-examine the query-string parameters.`);
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  const timestamp = query.get('X-Amz-Date') ?? '';
  if (!/^\d{8}T\d{6}Z$/.test(timestamp) || normalizeTimestamp(timestamp) === undefined) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > MAX_EXPIRES) {
    throw incomplete(`X-Amz-Expires must be a number of at most ${MAX_EXPIRES} seconds, got '${expires}'.`);
  }
  return {
    form: 'query',
    ...readCredential(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    timestamp,
    expires: Number(expires),
    sessionToken: query.get('X-Amz-Security-Token'),
  };
}

function readCredential(text: string): { accessKeyId: string; scope: string[] } {
  const [accessKeyId, ...scope] = text.split('/');
  if (scope.length !== 4) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
    );
  }
  return { accessKeyId, scope };
}

function notKeyValue(part: string, header: string): Refusal {
  return incomplete(`'${part}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`);
}

function incomplete(message: string): Refusal {
  return new Refusal('MISSING_AUTHENTICATION_TOKEN', {
    message,
    errorType: 'IncompleteSignatureException',
    reason: message,
  });
}
