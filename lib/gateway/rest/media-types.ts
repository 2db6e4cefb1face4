/** The first media type of a `Content-Type` or `Accept` value: lower case, without parameters. */
export function firstMediaType(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const end = value.search(/[,;]/);
  return (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
}

/** Whether a media type is among the binary ones of an API: by its name, by `family/*`, or by every type at once. */
export function isBinaryType(binaryMediaTypes: readonly string[], mediaType: string | undefined): boolean {
  return binaryMediaTypes.some((pattern) => {
    const wanted = pattern.toLowerCase();
    if (wanted === '*/*') return true;
    if (mediaType === undefined) return false;
    if (wanted.endsWith('/*')) return mediaType.startsWith(wanted.slice(0, -1));
    return mediaType === wanted;
  });
}
