import { isVariable, type RouteKey } from './route-key';

/** API Gateway's default quota of resources, that is of nodes of this tree, in one API. */
export const PATH_NODE_QUOTA = 300;

interface PathNode {
  readonly children: Map<string, PathNode>;
  variable?: string;
}

/** The tree of paths as API Gateway makes it: one resource for each node, and one variable under each parent. */
export class RouteTree {
  private readonly root: PathNode = { children: new Map() };
  private count = 1;

  /** Resources that the API has, the root and those between included. */
  public get size(): number {
    return this.count;
  }

  /** The fault that keeps a route out of the tree, if there is one. */
  public findFault(key: RouteKey): string | undefined {
    let node: PathNode | undefined = this.root;
    for (const [index, segment] of key.segments.entries()) {
      if (isVariable(segment) && node?.variable !== undefined && node.variable !== segment) {
        const parent = `/${key.segments.slice(0, index).join('/')}`;
        return (
          `route "${key.method} ${key.path}" has the variable "${segment}" where another route has "${node.variable}" ` +
          `below "${parent}": API Gateway takes one name for a place, use the same in both`
        );
      }
      node = node?.children.get(segment);
    }
    return undefined;
  }

  public add(key: RouteKey): void {
    let node = this.root;
    for (const segment of key.segments) {
      let child = node.children.get(segment);
      if (!child) {
        child = { children: new Map() };
        node.children.set(segment, child);
        this.count++;
      }
      if (isVariable(segment)) node.variable = segment;
      node = child;
    }
  }
}
