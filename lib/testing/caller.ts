import { signRequest, type SignOptions, type UnsignedRequest } from '../gateway/authorizers/sigv4';
import type { HeaderList } from '../gateway/server/raw';

/** Somebody who sends requests: made by `LocalApi.user`, `key`, `role` and `signed`. */
export interface Caller {
  /** Signers come after everything else that adds headers. */
  readonly signs: boolean;
  /** The headers of a request, with those by which this caller is known. */
  identify(request: UnsignedRequest): HeaderList;
}

/** A caller who sends headers. */
export function callerWithHeaders(names: readonly string[], value: string): Caller {
  return {
    signs: false,
    identify: ({ headers }) => [...headers, ...names.map((name): [string, string] => [name, value])],
  };
}

/** A caller who signs requests by Signature Version 4, when they are sent. */
export function signingCaller(options: () => SignOptions): Caller {
  return { signs: true, identify: (request) => signRequest(request, options()) };
}

/** The headers of a request that several callers make together: a user with an API key. */
export function identifyAs(callers: readonly Caller[], request: UnsignedRequest): HeaderList {
  const ordered = [...callers].sort((a, b) => Number(a.signs) - Number(b.signs));
  return ordered.reduce<HeaderList>((headers, caller) => caller.identify({ ...request, headers }), request.headers);
}
