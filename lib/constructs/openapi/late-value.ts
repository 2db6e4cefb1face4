import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib/core';

/**
 * A value that takes its form when the document is resolved, such as a logical id. The document writes it in by itself,
 * once for all its places: as tokens, the same values in every route would cost more than all else in a synthesis.
 */
export abstract class LateValue implements IResolvable {
  public readonly creationStack: string[] = [];

  public abstract render(): unknown;

  /** What it refers to that may lie in another stack. */
  public abstract references(): readonly unknown[];

  public resolve({ preparing }: IResolveContext): unknown {
    return preparing ? this.references() : this.render();
  }

  public toString(): string {
    return Token.asString(this);
  }
}
