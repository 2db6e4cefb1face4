/** The stage of an API: where it is published, and the first segment of its URL. */
export interface StageOptions {
  /**
   * Name of the stage: letters, digits, "-" and "_".
   *
   * @default 'prod'
   */
  readonly name?: string;

  /**
   * Description of the stage.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Values that integrations and templates may refer to as `stageVariables.NAME`.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string };
}

/** What is wrong with the options; nothing if they are good. */
export function findStageFaults({ name, variables = {} }: StageOptions): string[] {
  const faults: string[] = [];
  if (name !== undefined && !/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    faults.push(`stage.name must be 1 to 128 letters, digits, "-" or "_", and literal, got "${name}"`);
  }
  for (const [key, value] of Object.entries(variables)) {
    if (!/^\w{1,64}$/.test(key))
      faults.push(`stage.variables has the name "${key}", allowed are letters, digits and "_"`);
    if (!/^[A-Za-z0-9._~:/?#&=,-]{0,512}$/.test(value.replace(/\$\{Token\[[^\]]*\]\}/g, ''))) {
      faults.push(`stage.variables.${key} must be at most 512 of letters, digits and "-._~:/?#&=,", got "${value}"`);
    }
  }
  return faults;
}
