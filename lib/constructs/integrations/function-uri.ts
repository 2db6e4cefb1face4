import { CfnElement, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LateValue } from '../openapi/late-value';

/** How API Gateway invokes a function. */
export interface InvokeForm {
  readonly version: string;
  readonly action: string;
}

/** Invoked with the whole answer. */
export const BUFFERED: InvokeForm = { version: '2015-03-31', action: 'invocations' };

/** Invoked with an answer that is passed on while it is written. */
export const STREAMED: InvokeForm = { version: '2021-11-15', action: 'response-streaming-invocations' };

const KNOWN = new WeakMap<Stack, Map<string, FunctionUri>>();

/**
 * The address at which API Gateway invokes a function: one short `Fn::Sub`, because a body is resolved several times in
 * a synthesis and holds one of these for each route.
 */
export class FunctionUri extends LateValue {
  /** One for each function and form, because the document renders each of its late values once. */
  public static of(stack: Stack, functionArn: string, form: InvokeForm = BUFFERED): FunctionUri {
    const known = KNOWN.get(stack) ?? new Map<string, FunctionUri>();
    KNOWN.set(stack, known);
    const key = `${form.action} ${functionArn}`;
    const uri = known.get(key) ?? new FunctionUri(stack, functionArn, form);
    known.set(key, uri);
    return uri;
  }

  constructor(
    private readonly stack: Stack,
    private readonly functionArn: string,
    private readonly form: InvokeForm = BUFFERED,
  ) {
    super();
  }

  public render(): unknown {
    const local = this.findLocal();
    if (local !== undefined) return { 'Fn::Sub': this.wrap(this.renderLocalArn(local)) };
    return { 'Fn::Sub': [this.wrap('${Function}'), { Function: this.functionArn }] };
  }

  public references(): string[] {
    return this.findLocal() ? [] : [this.functionArn];
  }

  private wrap(arn: string): string {
    return renderInvokeUri(arn, this.form);
  }

  private renderLocalArn({ target, displayName }: Reference): string {
    const logicalId = this.stack.resolve((target as CfnElement).logicalId) as string;
    return displayName === 'Ref' ? `\${${logicalId}}` : `\${${logicalId}.${displayName}}`;
  }

  /** The reference to a function of the API's own stack. Names built from parts, as imports have them, are not that. */
  private findLocal(): Reference | undefined {
    const token = Tokenization.reverse(this.functionArn, { failConcat: false });
    if (!Reference.isReference(token) || !CfnElement.isCfnElement(token.target)) return undefined;
    return Stack.of(token.target) === this.stack ? token : undefined;
  }
}

/** The same for a function by its literal name: no reference, hence no dependency. */
export function renderNamedFunctionUri(functionName: string, form: InvokeForm = BUFFERED): object {
  const arn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${functionName}`;
  return { 'Fn::Sub': renderInvokeUri(arn, form) };
}

/** A function's physical name with its alias, when it is known at synthesis. */
export function literalFunctionName(handler: lambda.IFunction): string | undefined {
  const resource = handler.node.defaultChild;
  if (resource instanceof lambda.CfnAlias) return literalAliasName(handler as lambda.IAlias, resource);
  const name = resource instanceof lambda.CfnFunction ? resource.functionName : handler.functionName;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}

function literalAliasName(alias: lambda.IAlias, resource: lambda.CfnAlias): string | undefined {
  const name = literalFunctionName(alias.version.lambda);
  return name === undefined || Token.isUnresolved(resource.name) ? undefined : `${name}:${resource.name}`;
}

function renderInvokeUri(arn: string, form: InvokeForm): string {
  const { version, action } = form;
  return `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/${arn}/${action}`;
}
