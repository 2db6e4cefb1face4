import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { FrontDoorApiProps } from '../front-door-props';
import { Backend } from '../integrations/backend';
import { type ReadDocument, readDocument } from '../openapi/import/read-document';
import { splitPath } from '../route-key';
import { findPlace, makePlaces, type Place, upstreamPath } from './places';
import type { ProxyPathOptions } from './proxy-path-options';
import type { Upstream } from './upstream';
import { OPEN_API_PROXY_PROPS } from '../shape/proxy-shapes';
import { findShapeFaults } from '../shape/shape';

/** Properties of a front door that is made of an OpenAPI document. */
export interface OpenApiProxyProps extends FrontDoorApiProps {
  /** OpenAPI 3 document: the name of a file of JSON or YAML, or an object. */
  readonly document: any;

  /**
   * The server that answers the operations that no mount takes.
   *
   * @default - mounts take all of them
   */
  readonly upstream?: Upstream;

  /**
   * Servers by the paths whose operations they answer, the longest first.
   *
   * @default - everything goes to `upstream`
   */
  readonly mounts?: { readonly [path: string]: Upstream };

  /**
   * What is different for single operations, by their `operationId`, or by `METHOD /path` where they have none. It goes before the
   * document.
   *
   * @default - what the document says
   */
  readonly operations?: { readonly [operationId: string]: ProxyPathOptions };

  /**
   * Whether upstreams answer pages of other origins themselves: preflights reach them then, without credentials.
   *
   * @default false
   */
  readonly upstreamCors?: boolean;
}

/** Operations of a document as paths of a front door, each with its upstream. */
export function readProxyDocument(
  at: { readonly scope: Construct; readonly id: string },
  props: OpenApiProxyProps,
): Omit<ReadDocument, 'routes'> & { readonly paths: Record<string, ProxyPathOptions> } {
  const place = { ...at, faults: findShapeFaults(props, OPEN_API_PROXY_PROPS, () => []) };
  const { document, upstream, mounts = {}, operations = {} } = props;
  const places = makePlaces(upstream, mounts);
  const answered = { backend: Backend.mock() };
  const { spec, routes, settings } = readDocument(place, document, (read) =>
    Object.fromEntries(
      [...read.operations.map(({ id }) => id), ...Object.keys(operations)].map((id) => [id, answered]),
    ),
  );
  const stray = spec.operations.filter(({ key }) => !findPlace(places, splitPath(pathOf(key))));
  if (stray.length > 0) {
    throw new ConstructError(
      place.scope,
      stray.map(
        ({ key }) => `${place.id}: operation "${key}" lies below no mount, and there is no upstream for the rest`,
      ),
    );
  }
  const entries = spec.operations.map(({ id, key }) => {
    const { backend: _, ...described } = routes[key] ?? {};
    return [key, { ...described, ...reach(places, pathOf(key)), ...operations[id] }] as const;
  });
  return { spec, settings, paths: Object.fromEntries(entries) };
}

/** The upstream of an operation, and the path that it sees. */
function reach(places: readonly Place[], path: string): ProxyPathOptions {
  const place = findPlace(places, splitPath(path));
  if (!place || place.path === '/') return { upstream: place?.upstream };
  return { upstream: place.upstream, rewrite: upstreamPath(place, path) || '/' };
}

function pathOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}
