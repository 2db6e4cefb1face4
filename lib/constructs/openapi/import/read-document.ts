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

/** Reads the document of an API that is not there yet, or says everything that keeps it from becoming one. */
export function readDocument(
  place: { readonly scope: Construct; readonly id: string },
  document: unknown,
  bind: (spec: Spec) => { readonly [operation: string]: RouteOptions },
): ReadDocument {
  try {
    const spec = Spec.read(document);
    return { spec, routes: readRoutes(spec, bind(spec)), settings: readSettings(spec) };
  } catch (error) {
    return refuse(place, error as Error);
  }
}

function refuse({ scope, id }: { readonly scope: Construct; readonly id: string }, error: Error): never {
  const faults = error instanceof SpecError ? error.faults : [error.message];
  throw new ConstructError(
    scope,
    faults.map((fault) => `${id}: ${fault}`),
  );
}
