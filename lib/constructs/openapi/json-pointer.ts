type Container = Record<string, unknown>;

/** Parts of a JSON pointer (RFC 6901). */
export function parsePointer(pointer: string): string[] {
  if (!/^(\/([^~]|~[01])*)+$/.test(pointer)) {
    throw new Error(`pointer must be a JSON pointer such as "/paths/~1orders/get/deprecated", got "${pointer}"`);
  }
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * Sets the value at a place of a document, or takes the place out when there is no value. Objects on the way are made.
 */
export function setAtPointer(document: object, parts: readonly string[], value: unknown): void {
  const [last] = parts.slice(-1) as [string];
  let at = document as Container;
  for (const part of parts.slice(0, -1)) {
    if (typeof at[part] !== 'object' || at[part] === null) {
      if (value === undefined) return;
      at[part] = {};
    }
    at = at[part] as Container;
  }
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
}
