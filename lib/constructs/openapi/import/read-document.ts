import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { FrontDoorApiProps } from '../../front-door-props';
import type { RouteOptions } from '../../route';
import { Spec } from './spec';
import { readRoutes, SpecError } from './spec-routes';
import { readSettings } from './spec-settings';

/** What an API can be made of. */
export interface ReadDocument {
  readonly spec: Spec;
  readonly routes: { readonly [key: string]: RouteOptions };
  readonly settings: Partial<FrontDoorApiProps>;
}

/** The API to be. */
export interface DocumentPlace {
  readonly scope: Construct;
  readonly id: string;
  /** What is wrong with its other props. */
  readonly faults: readonly string[];
}

/** Reads the document of an API that is not there yet, or says everything that keeps it from becoming one. */
export function readDocument(
  place: DocumentPlace,
  document: unknown,
  bind: (spec: Spec) => { readonly [operation: string]: RouteOptions },
): ReadDocument {
  const faults = [...place.faults];
  try {
    const spec = Spec.read(document);
    const read = { spec, routes: readRoutes(spec, bind(spec)), settings: readSettings(spec) };
    if (faults.length === 0) return read;
  } catch (error) {
    faults.push(...(error instanceof SpecError ? error.faults : [(error as Error).message]));
  }
  throw new ConstructError(
    place.scope,
    faults.map((fault) => `${place.id}: ${fault}`),
  );
}
