import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ApiProtocol, type IAuthorizer } from '../authorizers/authorizer-config';
import { FunctionUri } from '../integrations/function-uri';

/** How connections are let in. */
export interface Handshake {
  /** What the route of handshakes says of it. */
  readonly authorization: { readonly authorizationType: string; readonly authorizerId?: string };
  /** The function that decides, and its place in the API. */
  readonly handler?: lambda.IFunction;
  readonly authorizer?: apigatewayv2.CfnAuthorizer;
  /** Whether clients may offer subprotocols, one of which the answer must choose. */
  readonly negotiatesProtocol: boolean;
}

export function bindHandshake(scope: Construct, apiId: string, given: IAuthorizer): Handshake {
  const { handler, handshake } = given.bind({ scope, protocol: ApiProtocol.WEBSOCKET });
  if (!handshake) throw new Error('authorizer is for REST APIs only: it does not say how handshakes are authorized');
  const { authorizationType, identitySources, negotiatesProtocol = false } = handshake;
  if (!handler) return { authorization: { authorizationType }, negotiatesProtocol };
  const authorizer = new apigatewayv2.CfnAuthorizer(scope, 'Authorizer', {
    apiId,
    authorizerType: 'REQUEST',
    name: 'Handshake',
    authorizerUri: new FunctionUri(Stack.of(scope), handler.functionArn).toString(),
    identitySource: identitySources && identitySources.length > 0 ? identitySources : undefined,
  });
  return {
    authorization: { authorizationType, authorizerId: authorizer.ref },
    handler,
    authorizer,
    negotiatesProtocol,
  };
}
