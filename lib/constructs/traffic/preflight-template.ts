import { CfnMapping, type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { CorsSettings } from './cors-options';
import { renderPreflightTemplate } from './preflight';

const KEYS = ['Preflight', 'Template'] as const;

/**
 * The shared part of all preflights. It stands once, in a mapping of the template, and paths refer to it: written out in each
 * path it would be most of the template. Values that are known at deployment only cannot stand in a mapping.
 */
export function addPreflightTemplate(scope: Construct, cors: CorsSettings): unknown {
  const text = renderPreflightTemplate(cors);
  if (Token.isUnresolved(text)) return text;
  const [first, second] = KEYS;
  return new MappedText(new CfnMapping(scope, 'Cors', { mapping: { [first]: { [second]: text } } }));
}

/** One instance for all paths: a body is resolved several times in a synthesis. */
class MappedText implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly mapping: CfnMapping) {}

  public resolve(_context: IResolveContext): unknown {
    return { 'Fn::FindInMap': [this.mapping.stack.resolve(this.mapping.logicalId), ...KEYS] };
  }

  public toString(): string {
    return Token.asString(this);
  }
}
