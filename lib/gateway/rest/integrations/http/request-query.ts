// What no URI may hold; clients that forget to encode it are understood.
const ILLEGAL = /[^\w!#$%&'()*+,\-./:;=?@[\]~]/g;

/** Query of the URI, then the client's as sent, then the mapped values: repeated names accumulate. */
export function joinQuery(
  ofUri: string,
  ofClient: string,
  mapped: ReadonlyMap<string, string | readonly string[]>,
): string {
  const parts: string[] = [];
  if (ofUri !== '') parts.push(ofUri);
  if (ofClient !== '') parts.push(ofClient.replace(ILLEGAL, encodeURIComponent));
  for (const [name, values] of mapped) {
    for (const value of typeof values === 'string' ? [values] : values) {
      parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    }
  }
  return parts.join('&');
}
