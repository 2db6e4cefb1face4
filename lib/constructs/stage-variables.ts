/** What is wrong with stage variables, which a prop of this name holds; nothing if they are good. */
export function findVariableFaults(prop: string, variables: { readonly [name: string]: string }): string[] {
  const faults: string[] = [];
  for (const [key, value] of Object.entries(variables)) {
    if (!/^\w{1,64}$/.test(key)) faults.push(`${prop} has the name "${key}", allowed are letters, digits and "_"`);
    if (!/^[A-Za-z0-9._~:/?#&=,-]{0,512}$/.test(value.replace(/\$\{Token\[[^\]]*\]\}/g, ''))) {
      faults.push(`${prop}.${key} must be at most 512 of letters, digits and "-._~:/?#&=,", got "${value}"`);
    }
  }
  return faults;
}
