import type { AssemblyModel } from '../model';
import type { ApiModel } from './api-server';

/** Logical ids of APIs that are new, changed or gone. */
export function changedApis(before: AssemblyModel, after: AssemblyModel): string[] {
  const old = byId(before);
  const current = byId(after);
  const changed = [...new Set([...old.keys(), ...current.keys()])].filter(
    (id) => JSON.stringify(old.get(id)) !== JSON.stringify(current.get(id)),
  );
  return changed.map((id) => (current.get(id) ?? old.get(id))?.origin.logicalId ?? id);
}

function byId({ restApis, webSocketApis }: AssemblyModel): Map<string, ApiModel> {
  return new Map([...restApis, ...webSocketApis].map((api) => [api.id, api]));
}
