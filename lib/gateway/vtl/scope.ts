import type { Expression } from './ast';
import type { Value } from './value';

/** The variables that a part of a template sees. */
export interface Scope {
  get(name: string): Value;
  has(name: string): boolean;
  set(name: string, value: Value): void;
  delete(name: string): void;
}

/** Those of the whole template. */
export class TemplateScope implements Scope {
  constructor(private readonly variables: Map<string, Value>) {}

  get(name: string): Value {
    return this.variables.get(name);
  }

  has(name: string): boolean {
    return this.variables.has(name);
  }

  set(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  delete(name: string): void {
    this.variables.delete(name);
  }
}

/** Those inside a macro: arguments are evaluated where they are used, and what is set is set outside too. */
export class MacroScope implements Scope {
  private readonly local = new Map<string, Value>();

  constructor(
    readonly caller: Scope,
    private readonly args: ReadonlyMap<string, Expression>,
    private readonly evaluate: (argument: Expression, scope: Scope) => Value,
  ) {}

  get(name: string): Value {
    if (this.local.has(name)) return this.local.get(name);
    const argument = this.args.get(name);
    return argument === undefined ? this.caller.get(name) : this.evaluate(argument, this.caller);
  }

  has(name: string): boolean {
    return this.local.has(name) || this.args.has(name) || this.caller.has(name);
  }

  set(name: string, value: Value): void {
    this.local.set(name, value);
    this.caller.set(name, value);
  }

  delete(name: string): void {
    this.local.delete(name);
    this.caller.delete(name);
  }

  /** Sets a name for this call only. */
  setLocal(name: string, value: Value): void {
    this.local.set(name, value);
  }
}
