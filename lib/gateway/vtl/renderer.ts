import type { Foreach, Macro, MacroCall, Offset, Reference, Statement, Template } from './ast';
import { Evaluator, type EvaluatorHost } from './evaluator';
import type { Budget } from './limits';
import { itemsOf, setIndex, setProperty } from './methods';
import { parseTemplate } from './parser';
import { MacroScope, type Scope } from './scope';
import { OperationError, TemplateError } from './template-error';
import { Block, ForeachScope, type Value } from './value';

/** A `#define` inside itself renders this often, then nothing. */
const MAX_BLOCK_DEPTH = 2;

/** `#break` and `#stop`, on their way out. */
class Leave {
  constructor(readonly target: 'nearest' | 'all' | ForeachScope) {}
}

/** Renders one template once. */
export class Renderer implements EvaluatorHost {
  private readonly evaluator = new Evaluator(this);
  private readonly macros = new Map<string, Macro>();
  private out = '';
  private depth = 0;

  constructor(
    private readonly source: string,
    readonly budget: Budget,
  ) {}

  /** @throws TemplateError */
  render(template: Template, scope: Scope): string {
    collectMacros(template, this.macros);
    try {
      this.statements(template, scope);
    } catch (error) {
      if (!(error instanceof Leave)) throw this.located(error, 0);
    }
    return this.out;
  }

  located(error: unknown, at: Offset): unknown {
    if (error instanceof OperationError) return TemplateError.at(this.source, at, error.message);
    if (error instanceof RangeError) return TemplateError.at(this.source, at, 'the template goes too deep');
    return error;
  }

  renderText(body: Template, scope: Scope): string {
    const before = this.out;
    this.out = '';
    try {
      this.statements(body, scope);
      return this.out;
    } finally {
      this.out = before;
    }
  }

  renderBlock(block: Block, scope: Scope): string {
    if (block.depth >= MAX_BLOCK_DEPTH) return '';
    block.depth += 1;
    const before = this.out;
    this.out = '';
    try {
      this.until(undefined, () => this.statements(block.body, scope));
      return this.out;
    } finally {
      this.out = before;
      block.depth -= 1;
    }
  }

  private write(text: string): void {
    this.budget.produce(text.length);
    this.out += text;
  }

  private statements(template: Template, scope: Scope): void {
    for (const statement of template) {
      this.budget.spend(1);
      if (statement.kind === 'text') this.write(statement.text);
      else this.placed(statement, scope);
    }
  }

  private placed(statement: Exclude<Statement, { kind: 'text' }>, scope: Scope): void {
    try {
      this.statement(statement, scope);
    } catch (error) {
      throw this.located(error, statement.at);
    }
  }

  private statement(statement: Exclude<Statement, { kind: 'text' }>, scope: Scope): void {
    switch (statement.kind) {
      case 'reference':
        return this.reference(statement, scope);
      case 'set':
        return this.set(statement.target, this.evaluator.value(statement.value, scope), scope);
      case 'if': {
        const taken = statement.branches.find((b) => !b.condition || this.evaluator.isTrue(b.condition, scope));
        return this.statements(taken?.body ?? [], scope);
      }
      case 'foreach':
        return this.foreach(statement, scope);
      case 'call':
        return this.call(statement, scope);
      case 'define':
        return scope.set(statement.name, new Block(statement.body));
      case 'evaluate':
        return this.evaluate(this.evaluator.text(this.evaluator.value(statement.argument, scope), scope), scope);
      case 'stop':
        throw new Leave('all');
      case 'break': {
        const target = statement.scope && this.evaluator.value(statement.scope, scope);
        throw new Leave(target instanceof ForeachScope ? target : 'nearest');
      }
      default:
        return undefined;
    }
  }

  private reference(reference: Reference, scope: Scope): void {
    const { escapes, source } = reference;
    const value = this.evaluator.reference(reference, scope);
    const half = '\\'.repeat(Math.floor(escapes.length / 2));
    if (value === undefined || value === null) return this.write(escapes.length % 2 === 0 ? escapes : escapes + source);
    if (escapes.length % 2 === 1) return this.write(half + source);
    return this.write(half + this.evaluator.text(value, scope));
  }

  /** Nothing on the right keeps what was there, as in Velocity. */
  private set({ name, steps }: Reference, value: Value, scope: Scope): void {
    if (value === undefined || value === null) return;
    const last = steps.at(-1);
    if (last === undefined) return scope.set(name, value);
    const owner = this.evaluator.walk(scope.get(name), steps.slice(0, -1), scope);
    if (last.kind === 'property') setProperty(owner, last.name, value);
    if (last.kind === 'index') setIndex(owner, this.evaluator.value(last.index, scope), value);
  }

  private foreach(loop: Foreach, scope: Scope): void {
    const items = itemsOf(this.evaluator.value(loop.list, scope));
    if (items === undefined) return;
    const { iterations } = this.budget.limits;
    if (items.length > iterations) {
      throw new OperationError(`"#foreach" may run ${iterations} times, the list has ${items.length} elements`);
    }
    const names = [loop.variable, 'foreach', 'velocityCount', 'velocityHasNext'];
    const before = names.map((name) => (scope.has(name) ? scope.get(name) : undefined));
    const parent = scope.get('foreach');
    const round = new ForeachScope(items.length, parent instanceof ForeachScope ? parent : undefined);
    this.until(round, () => {
      for (const item of items) {
        round.index += 1;
        scope.set('foreach', round);
        scope.set('velocityCount', BigInt(round.index + 1));
        scope.set('velocityHasNext', round.index + 1 < items.length);
        scope.set(loop.variable, item);
        this.statements(loop.body, scope);
      }
    });
    names.forEach((name, i) => {
      if (before[i] === undefined) scope.delete(name);
      else scope.set(name, before[i]);
    });
  }

  /** Runs something that `#break` leaves. */
  private until(scope: ForeachScope | undefined, run: () => void): void {
    try {
      run();
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave;
      if (leave.target === 'nearest' || (scope !== undefined && leave.target === scope)) return;
      throw leave;
    }
  }

  private call(call: MacroCall, scope: Scope): void {
    const macro = this.macros.get(call.name);
    if (macro === undefined) return this.write(call.source);
    const args = new Map(macro.parameters.flatMap((name, i) => (call.args[i] ? [[name, call.args[i]] as const] : [])));
    const inner = new MacroScope(scope, args, (argument, caller) => this.evaluator.value(argument, caller));
    if (call.body !== undefined) inner.setLocal('bodyContent', new Block(call.body));
    this.deeper(`the macro "${call.name}"`, () => this.until(undefined, () => this.statements(macro.body, inner)));
  }

  private evaluate(text: string, scope: Scope): void {
    if (text.length > this.budget.limits.templateSize) throw new OperationError('"#evaluate" got too much text');
    this.budget.spend(text.length);
    const template = parseTemplate(text);
    collectMacros(template, this.macros);
    this.deeper('"#evaluate"', () => this.until(undefined, () => this.statements(template, scope)));
  }

  private deeper(what: string, run: () => void): void {
    if (this.depth >= this.budget.limits.depth) {
      throw new OperationError(`${what} runs inside itself more than ${this.budget.limits.depth} times`);
    }
    this.depth += 1;
    try {
      run();
    } finally {
      this.depth -= 1;
    }
  }
}

/** Macros are known before the template renders, wherever they stand. */
function collectMacros(template: Template, macros: Map<string, Macro>): void {
  for (const statement of template) {
    if (statement.kind === 'macro') {
      macros.set(statement.macro.name, statement.macro);
      collectMacros(statement.macro.body, macros);
    } else if (statement.kind === 'if') {
      for (const branch of statement.branches) collectMacros(branch.body, macros);
    } else if (statement.kind === 'foreach' || statement.kind === 'define') {
      collectMacros(statement.body, macros);
    }
  }
}
