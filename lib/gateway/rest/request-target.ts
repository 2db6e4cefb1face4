/** The path of a request target, in whatever form HTTP allows it, without the query. */
export function pathOfTarget(path: string): string {
  if (path.startsWith('/')) return path;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(path);
  return absolute ? path.slice(absolute[0].length) || '/' : path;
}

/** Slashes in front made one. */
export function collapseLeadingSlashes(path: string): string {
  let start = 0;
  while (path[start + 1] === '/') start++;
  return start === 0 ? path : path.slice(start);
}

/** The first segment of a path, and what stands behind it: `/` where nothing does. */
export function splitFirstSegment(path: string): { readonly first: string; readonly rest: string } {
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { first: path.slice(1), rest: '/' };
  return { first: path.slice(1, slash), rest: path.slice(slash) };
}
