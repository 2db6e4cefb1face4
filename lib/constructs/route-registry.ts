import { findRouteKeyFaults, parseRouteKey, type RouteKey } from './route-key';
import { RouteTree } from './route-tree';

/** The keys of an API's routes: each good in itself, and all of them together. */
export class RouteRegistry {
  private readonly keys = new Set<string>();
  private readonly names = new Map<string, string>();
  private readonly tree = new RouteTree();

  /** Resources that API Gateway makes of the paths. */
  public get pathNodes(): number {
    return this.tree.size;
  }

  /** Takes a key in, with the name of its operation if it has one, or throws what keeps it out. */
  public add(text: string, operationName?: string): RouteKey {
    const faults = findRouteKeyFaults(text);
    if (faults.length > 0) throw new Error(faults.join('; '));
    const key = parseRouteKey(text);
    if (this.keys.has(text)) throw new Error(`route "${text}" is there already`);
    const fault = this.tree.findFault(key);
    if (fault !== undefined) throw new Error(fault);
    if (operationName !== undefined) this.addName(text, operationName);
    this.keys.add(text);
    this.tree.add(key);
    return key;
  }

  /** Names become methods of generated clients, so each stands once. */
  private addName(text: string, name: string): void {
    const other = this.names.get(name);
    if (other !== undefined) throw new Error(`operationName "${name}" is that of the route "${other}" already`);
    this.names.set(name, text);
  }
}
