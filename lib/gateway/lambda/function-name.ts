import type { FunctionModel } from '../model';
import { InvokeRefusal } from './invoker';

export interface FunctionReference {
  readonly fn: FunctionModel;
  readonly qualifier?: string;
  /** What the function sees as `context.invokedFunctionArn`. */
  readonly invokedArn: string;
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`, `ACCOUNT:function:NAME[:QUALIFIER]` or `NAME[:QUALIFIER]`. */
const NAME =
  /^(?:(?:arn:[^:]+:lambda:([^:]*):)?([0-9]{12}):function:|function:)?([A-Za-z0-9_-]+)(?::([$A-Za-z0-9_-]+))?$/;

/**
 * Finds the function that a caller names.
 *
 * @throws InvokeRefusal
 */
export function findFunction(
  functions: ReadonlyMap<string, FunctionModel>,
  name: string,
  qualifier?: string,
): FunctionReference {
  const exact = functions.get(name);
  if (exact !== undefined) return reference(exact, qualifier);
  const [matched, region, account, bareName, ownQualifier] = NAME.exec(name) ?? [];
  if (matched !== undefined) {
    for (const fn of functions.values()) {
      if (fn.name !== bareName) continue;
      if (region !== undefined && region !== fn.origin.region) continue;
      if (account !== undefined && account !== fn.origin.accountId) continue;
      return reference(fn, ownQualifier ?? qualifier);
    }
  }
  throw new InvokeRefusal('ResourceNotFoundException', `Function not found: ${arnOf(functions, name)}`);
}

function arnOf(functions: ReadonlyMap<string, FunctionModel>, name: string): string {
  const neighbour = functions.values().next().value;
  if (name.startsWith('arn:') || neighbour === undefined) return name;
  return `${neighbour.arn.slice(0, neighbour.arn.lastIndexOf(':'))}:${name.slice(name.lastIndexOf(':') + 1)}`;
}

function reference(fn: FunctionModel, qualifier: string | undefined): FunctionReference {
  return { fn, qualifier, invokedArn: qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}` };
}
