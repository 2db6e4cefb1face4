import type { HeaderValue } from './header-value';

/** Stage variables for values that are known at deployment only: one for each value, whatever the number of paths that send it. */
export class VariableNames {
  private readonly names = new Map<HeaderValue, string>();
  private readonly taken: Set<string>;

  constructor(
    taken: readonly string[],
    private readonly set: (name: string, value: string) => void,
  ) {
    this.taken = new Set(taken);
  }

  public obtain(header: string, value: HeaderValue): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const name = this.makeName(header.replace(/\W/g, '_').slice(0, 60));
    this.names.set(value, name);
    this.set(name, textOf(value));
    return name;
  }

  private makeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number++) name = `${wanted}_${number}`;
    this.taken.add(name);
    return name;
  }
}

function textOf({ _rule: rule }: HeaderValue): string {
  if (rule.kind !== 'deployed') throw new Error('only values that are known at deployment need a stage variable');
  return rule.secret?.unsafeUnwrap() ?? rule.parameter?.stringValue ?? '';
}
