/** No name has a meaning of its own. An object without a prototype would do, at twice the cost of a whole event. */
export function setOwn<T>(values: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') values[name] = value;
  else Object.defineProperty(values, name, { value, enumerable: true, writable: true, configurable: true });
}
