import { DefinitionFault } from '../faults';

export const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'] as const;

const PART = /^(?:[\w.:,-]+|\{[\w.:-]+\+?\})$/;

/** Checks one segment as API Gateway does. @throws DefinitionFault */
export function checkPart(part: string): void {
  if (PART.test(part)) return;
  throw new DefinitionFault(
    `Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end: "${part}"`,
  );
}

/** The resource tree of an API: no child below a greedy variable, one variable per parent, no part twice. */
export class PathTree {
  private readonly nodes = new Map<string, Map<string, string>>();

  /** @throws DefinitionFault */
  add(parentPath: string, part: string, owner: string): string {
    checkPart(part);
    const parent = parentPath === '/' ? '' : parentPath;
    if (parent.endsWith('+}')) {
      const greedy = parent.slice(parent.lastIndexOf('/') + 1);
      throw new DefinitionFault(`Cannot create a child of a resource with a greedy path variable: ${greedy}`);
    }
    const siblings = this.nodes.get(parent) ?? new Map<string, string>();
    this.nodes.set(parent, siblings);
    const same = siblings.get(part);
    if (same !== undefined && same !== owner) {
      throw new DefinitionFault(`Another resource with the same parent already has this name: ${part}`);
    }
    const variable = part.startsWith('{')
      ? [...siblings.keys()].find((name) => name.startsWith('{') && name !== part)
      : undefined;
    if (variable !== undefined) {
      throw new DefinitionFault(
        `A sibling (${variable}) of this resource already has a variable path part -- only one is allowed: "${parent}/${part}"`,
      );
    }
    siblings.set(part, owner);
    return `${parent}/${part}`;
  }

  /** Adds every segment of a whole path, sharing what is there. @throws DefinitionFault */
  addPath(path: string): void {
    let parent = '/';
    for (const part of path.split('/').filter((segment) => segment !== '')) {
      const known = this.nodes.get(parent === '/' ? '' : parent)?.get(part);
      parent = this.add(parent, part, known ?? path);
    }
  }
}

/** Names of the variables in a path, without their braces. */
export function variablesOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]);
}
