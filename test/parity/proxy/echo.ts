import type { HttpHandler } from '../../../lib/testing';

/** What a server tells of the request that it got. */
export interface Echo {
  readonly server: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
}

/** A server that answers with what it was asked. */
export function echo(server: string): HttpHandler {
  return ({ method, path, query, headers }) => {
    const body: Echo = { server, method, path, query: [...query], headers };
    return { body };
  };
}
