/** Names of the fields of a JSON access log by what they hold; none if the log is not in JSON. */
export function fieldsByVariable(format: string): ReadonlyMap<string, string> {
  try {
    const fields = Object.entries(JSON.parse(format) as Record<string, unknown>);
    return new Map(
      fields.filter(([, value]) => typeof value === 'string').map(([name, value]) => [value as string, name]),
    );
  } catch {
    return new Map();
  }
}
