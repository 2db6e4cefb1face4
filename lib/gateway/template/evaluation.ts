import type { Origin } from '../model';
import { DefinitionFault, type Faults } from './faults';
import { evaluate } from './intrinsics';
import type { LoadOptions } from './options';
import { SharedValues } from './shared-values';
import { originOf, type Stack } from './stack';
import { StackScope } from './stack-scope';

/** A resource of the assembly whose condition holds. */
export interface Resource {
  readonly type: string;
  readonly origin: Origin;
  readonly stack: Stack;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Value of `Ref`. */
  readonly ref: string;
  attribute(name: string): string;
  /** Evaluated properties. @throws DefinitionFault */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Evaluates the templates of an assembly, lazily: only what the model reads. */
export class Evaluation {
  private readonly scopes = new Map<Stack, StackScope>();
  private readonly byType = new Map<string, Resource[]>();

  constructor(stacks: readonly Stack[], options: LoadOptions, faults: Faults) {
    const shared = new SharedValues(stacks, options, (stack, value) => this.evaluate(stack, value));
    for (const stack of stacks) this.scopes.set(stack, new StackScope(stack, options, shared, this.scopes));
    for (const stack of stacks) {
      const scope = this.scopes.get(stack) as StackScope;
      for (const [logicalId, { Type, Condition }] of Object.entries(stack.template.Resources ?? {})) {
        const exists = faults.attempt(`${stack.path}/${logicalId}`, () =>
          Condition === undefined ? true : scope.condition(Condition),
        );
        if (exists === true) this.listOf(Type).push(new EvaluatedResource(stack, logicalId, Type, scope));
      }
    }
  }

  /** Resources of a type, in the order of their stacks and templates. */
  resources(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  get types(): Iterable<string> {
    return this.byType.keys();
  }

  private evaluate(stack: Stack, value: unknown): unknown {
    return evaluate(value, this.scopes.get(stack) as StackScope);
  }

  private listOf(type: string): Resource[] {
    const list = this.byType.get(type) ?? [];
    this.byType.set(type, list);
    return list;
  }
}

class EvaluatedResource implements Resource {
  private place: Origin | undefined;
  private memo: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly stack: Stack,
    private readonly logicalId: string,
    readonly type: string,
    private readonly scope: StackScope,
  ) {}

  get origin(): Origin {
    this.place ??= originOf(this.stack, this.logicalId);
    return this.place;
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return this.stack.template.Resources?.[this.logicalId].Metadata ?? {};
  }

  get ref(): string {
    return this.placed(() => String(this.scope.reference(this.logicalId)));
  }

  attribute(name: string): string {
    return this.placed(() => String(this.scope.attribute(this.logicalId, name)));
  }

  get properties(): Readonly<Record<string, unknown>> {
    const raw = this.stack.template.Resources?.[this.logicalId].Properties ?? {};
    this.memo ??= this.placed(() => evaluate(raw, this.scope) as Record<string, unknown>);
    return this.memo;
  }

  /** Whoever reads this resource, a fault in it is told at its own place. */
  private placed<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      const fault =
        error instanceof DefinitionFault
          ? error
          : new DefinitionFault(`cannot be read: ${(error as Error).message}`, 'ASSEMBLY_INVALID');
      fault.path ??= this.origin.path;
      throw fault;
    }
  }
}
