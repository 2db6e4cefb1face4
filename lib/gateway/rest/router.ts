import type { RestMethodModel } from '../model';
import { setOwn } from './set-own';

export interface RouteMatch {
  readonly method: RestMethodModel;
  /** Percent-encoded as sent. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the method of a request. */
export interface Router {
  match(httpMethod: string, path: string): RouteMatch | undefined;
}

/** The verbs that `ANY` stands for; others reach no method. */
const ANY_COVERS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

interface Node {
  readonly fixed: Map<string, Node>;
  parameter?: Variable;
  greedy?: Variable;
  readonly methods: Map<string, RestMethodModel>;
}

interface Variable {
  readonly name: string;
  readonly node: Node;
}

/** What is looked for, and the path parameters taken on the way. */
interface Search {
  readonly verb: string;
  readonly segments: readonly string[];
  readonly taken: [name: string, value: string][];
}

/**
 * A tree of path segments. From the left a fixed segment goes before `{name}`, and that before `{name+}`; a resource
 * without the verb counts as no match, so that a sibling further down the order that has it answers.
 */
export function createRouter(methods: readonly RestMethodModel[]): Router {
  const root = createNode();
  for (const method of methods) insert(root, method);
  return {
    match(verb, path) {
      const search: Search = { verb, segments: segmentsOf(path), taken: [] };
      const method = find(root, search, 0);
      return method && { method, pathParameters: parametersOf(search) };
    },
  };
}

function createNode(): Node {
  return { fixed: new Map(), methods: new Map() };
}

function insert(root: Node, method: RestMethodModel): void {
  let node = root;
  for (const segment of segmentsOf(method.resourcePath)) node = childFor(node, segment);
  node.methods.set(method.httpMethod, method);
}

function childFor(node: Node, segment: string): Node {
  const variable = /^\{(.+?)(\+?)\}$/.exec(segment);
  if (variable) {
    const kind = variable[2] === '+' ? 'greedy' : 'parameter';
    node[kind] ??= { name: variable[1], node: createNode() };
    return node[kind].node;
  }
  const child = node.fixed.get(segment) ?? createNode();
  node.fixed.set(segment, child);
  return child;
}

/** Slashes at the end are no segment; two in a row make an empty one, which only a greedy parameter takes. */
function segmentsOf(path: string): string[] {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return end === 0 ? [] : path.slice(1, end).split('/');
}

function find(node: Node, search: Search, at: number): RestMethodModel | undefined {
  const { segments } = search;
  if (at === segments.length) return methodOf(node, search.verb);
  const fixed = node.fixed.get(segments[at]);
  const byName = fixed && find(fixed, search, at + 1);
  if (byName) return byName;
  const byParameter = node.parameter && segments[at] !== '' && take(node.parameter, search, at, at + 1);
  return byParameter || (node.greedy && take(node.greedy, search, at, segments.length));
}

function take(variable: Variable, search: Search, from: number, to: number): RestMethodModel | undefined {
  search.taken.push([variable.name, search.segments.slice(from, to).join('/')]);
  const method = find(variable.node, search, to);
  if (!method) search.taken.pop();
  return method;
}

function methodOf(node: Node, verb: string): RestMethodModel | undefined {
  return node.methods.get(verb) ?? (ANY_COVERS.has(verb) ? node.methods.get('ANY') : undefined);
}

function parametersOf({ taken }: Search): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of taken) setOwn(parameters, name, value);
  return parameters;
}
