import type { Resource } from '../evaluation';
import type { Faults } from '../faults';
import { text } from '../read';
import type { ApiDraft } from './draft';
import type { PathNode } from './methods';

/** Paths of an API's resources by their ids, the root among them. */
export function readTree(
  draft: ApiDraft,
  resources: readonly Resource[],
  faults: Faults,
): ReadonlyMap<string, PathNode> {
  const nodes = new Map<string, PathNode>([[draft.rootResourceId, { id: draft.rootResourceId, path: '/' }]]);
  const byId = new Map(resources.map((resource) => [resource.ref, resource]));
  const entered = new Set<string>();
  const place = (id: string): PathNode | undefined => {
    const known = nodes.get(id);
    const resource = byId.get(id);
    if (known !== undefined || resource === undefined || entered.has(id)) return known;
    entered.add(id);
    const node = faults.attempt(resource.origin.path, () => {
      const parent = place(text(resource.properties, 'ParentId'));
      // The parent's own fault is told already.
      if (parent === undefined) return undefined;
      return { id, path: draft.tree.add(parent.path, text(resource.properties, 'PathPart'), id) };
    });
    if (node !== undefined) nodes.set(id, node);
    return node;
  };
  for (const id of byId.keys()) place(id);
  return nodes;
}
