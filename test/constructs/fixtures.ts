import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ServerlessApi, type ServerlessApiProps } from '../../lib';

export function makeStack(props?: StackProps): Stack {
  return new Stack(new App(), 'Stack', props);
}

export function makeFunction(
  scope: Construct,
  id = 'Function',
  props: Partial<lambda.FunctionProps> = {},
): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 204 })'),
    ...props,
  });
}

/** An API with one route to a function, in a stack of its own. */
export function makeApi(props: ServerlessApiProps = {}): {
  stack: Stack;
  api: ServerlessApi;
  handler: lambda.Function;
} {
  const stack = makeStack();
  const handler = makeFunction(stack);
  const api = new ServerlessApi(stack, 'Api', { routes: { 'GET /orders': { handler } }, ...props });
  return { stack, api, handler };
}

/** The OpenAPI document in a stack's template. */
export function documentIn(stack: Stack): any {
  const [api] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
  return api?.Properties.Body;
}

/** The logical id of a stack's only deployment. */
export function deploymentId(stack: Stack): string {
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
  return id as string;
}

/** The settings of one method of a stack's only stage. */
export function methodSettings(stack: Stack, path: string, method: string): any {
  const [stage] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'));
  return stage?.Properties.MethodSettings.find(
    (entry: any) => entry.ResourcePath === path && entry.HttpMethod === method,
  );
}

/** The integration of a route in a stack's template. */
export function integrationOf(stack: Stack, path: string, method = 'get'): any {
  return documentIn(stack).paths[path][method]['x-amazon-apigateway-integration'];
}

/** A text as it is after deployment: references stand as `<name>`. */
export function deployed(value: any): string {
  if (typeof value === 'string') return value;
  if (value.Ref) return `<${value.Ref}>`;
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(deployed).join(value['Fn::Join'][0]);
  throw new Error(`cannot write ${JSON.stringify(value)} as text`);
}
