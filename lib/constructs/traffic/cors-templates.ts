import { CfnMapping, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { LateValue } from '../openapi/late-value';
import { renderOriginTemplate } from './allowed-origin';
import type { CorsSettings } from './cors-options';
import { renderPreflightTemplate } from './preflight';

/** Templates that many operations share. */
export interface CorsTemplates {
  /** The response template of a preflight. */
  readonly preflight: unknown;
  /** The beginning of the response templates of other answers. */
  readonly answer: unknown;
  /** Both as text: what the document refers to is part of what is deployed. */
  readonly texts: readonly string[];
}

/**
 * The shared templates stand once, in a mapping of the CloudFormation template, and operations refer to them: written
 * out in each path they would be most of it. Values that are known at deployment only cannot stand in a mapping.
 */
export function addCorsTemplates(scope: Construct, cors: CorsSettings): CorsTemplates {
  const preflight = renderPreflightTemplate(cors);
  const answer = renderOriginTemplate(cors);
  const texts = [preflight, answer];
  if (Token.isUnresolved(preflight)) return { preflight, answer, texts };
  const mapping = new CfnMapping(scope, 'Cors', {
    // Said outright: CDK would else advise something that does not fit, in every synthesis.
    lazy: false,
    mapping: { Preflight: { Template: preflight }, ...(cors.origins.length > 1 && { Answer: { Template: answer } }) },
  });
  return { preflight: new MappedText(mapping, 'Preflight'), answer: new MappedText(mapping, 'Answer'), texts };
}

class MappedText extends LateValue {
  constructor(
    private readonly mapping: CfnMapping,
    private readonly key: string,
  ) {
    super();
  }

  public references(): unknown[] {
    return [];
  }

  public render(): unknown {
    return { 'Fn::FindInMap': [this.mapping.stack.resolve(this.mapping.logicalId), this.key, 'Template'] };
  }
}
