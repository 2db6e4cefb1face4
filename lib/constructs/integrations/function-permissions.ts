import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  type CfnResource,
  type IResolvable,
  type IResolveContext,
  Stack,
  Token,
  TokenComparison,
} from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const PRINCIPAL = 'apigateway.amazonaws.com';
const ACTION = 'lambda:InvokeFunction';

/**
 * The permissions of an API to invoke functions: one for each function, whatever the number of its routes, so that a
 * function's policy never fills. They stand with the API: then a function of another stack needs to know nothing of it.
 */
export class FunctionPermissions {
  private readonly referred = new Map<string, lambda.IFunction>();
  private readonly named = new Set<string>();
  private readonly sourceArn: string;

  constructor(
    private readonly scope: Construct,
    api: CfnResource,
  ) {
    this.sourceArn = new AnyMethodArn(api).toString();
  }

  public allow(handler: lambda.IFunction, byName: boolean): void {
    const fault = this.findEnvironmentFault(handler);
    if (fault) throw new Error(fault);
    const { addr, id } = handler.node;
    if (this.named.has(addr)) return;
    if (byName) {
      this.named.add(addr);
      this.addBeside(handler);
    } else if (!this.referred.has(addr)) {
      this.referred.set(addr, handler);
      this.addHere(handler, `Invoke ${id} ${addr.slice(-8)}`);
    }
  }

  /** Functions that the document refers to, other than by name. */
  public get referredFunctions(): lambda.IFunction[] {
    return [...this.referred.values()];
  }

  private addHere(handler: lambda.IFunction, id: string): void {
    if (!isOwned(handler)) {
      handler.addPermission(id, {
        principal: new iam.ServicePrincipal(PRINCIPAL),
        sourceArn: this.sourceArn,
        scope: this.scope,
      });
      return;
    }
    new lambda.CfnPermission(this.scope, id, this.renderProps(handler));
  }

  private addBeside(handler: lambda.IFunction): void {
    new lambda.CfnPermission(handler, `Invoke ${this.scope.node.addr.slice(-8)}`, this.renderProps(handler));
  }

  private renderProps(handler: lambda.IFunction): lambda.CfnPermissionProps {
    return { action: ACTION, functionName: handler.functionArn, principal: PRINCIPAL, sourceArn: this.sourceArn };
  }

  private findEnvironmentFault(handler: lambda.IFunction): string | undefined {
    const stack = Stack.of(this.scope);
    const differs = (a: string, b: string) => Token.compareStrings(a, b) === TokenComparison.DIFFERENT;
    const place = `"${handler.node.path}"`;
    if (differs(handler.env.region, stack.region)) {
      return (
        `handler ${place} is in the region "${handler.env.region}", the API in "${stack.region}": API Gateway invokes functions ` +
        'of its own region only, put the API or a forwarding function there'
      );
    }
    if (differs(handler.env.account, stack.account)) {
      return (
        `handler ${place} is in the account "${handler.env.account}", the API in "${stack.account}": the permission belongs in the ` +
        "function's account, put the API or a forwarding function there"
      );
    }
    return undefined;
  }
}

/** Any method of the API, and its authorizers. One instance, resolved wherever it stands. */
class AnyMethodArn implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly api: CfnResource) {}

  public resolve(context: IResolveContext): unknown {
    const prefix = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}';
    if (Stack.of(context.scope) !== this.api.stack)
      return { 'Fn::Sub': [`${prefix}:\${Api}/*`, { Api: this.api.ref }] };
    // Only references to other stacks matter then, and every function's permission asks.
    if (context.preparing) return undefined;
    return { 'Fn::Sub': `${prefix}:\${${this.api.stack.resolve(this.api.logicalId)}}/*` };
  }

  public toString(): string {
    return Token.asString(this);
  }
}

function isOwned(handler: lambda.IFunction): boolean {
  return handler.node.defaultChild !== undefined;
}
