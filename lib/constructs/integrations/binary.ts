const MATCH_JSON = ['*/*', 'application/*', 'application/json'];

/** A template cannot read a body that is taken for binary. */
export function findBinaryFault(
  integration: { readonly [key: string]: any },
  binaryMediaTypes: readonly string[],
): string | undefined {
  if (integration.type === 'mock' || integration.requestTemplates === undefined) return undefined;
  const type = binaryMediaTypes.find((one) => MATCH_JSON.includes(one));
  if (type === undefined) return undefined;
  return `its template reads JSON, which binaryMediaTypes takes for binary by "${type}": name the binary types one by one`;
}
