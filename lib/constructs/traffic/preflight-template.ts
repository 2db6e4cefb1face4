import { CfnMapping, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { LateValue } from '../openapi/late-value';
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

class MappedText extends LateValue {
  constructor(private readonly mapping: CfnMapping) {
    super();
  }

  public render(): unknown {
    return { 'Fn::FindInMap': [this.mapping.stack.resolve(this.mapping.logicalId), ...KEYS] };
  }
}
