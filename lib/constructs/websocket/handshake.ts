import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Authorizer } from '../authorizers/authorizer';
import { ApiProtocol } from '../authorizers/authorizer-config';
import { FunctionUri } from '../integrations/function-uri';
import type { ServerlessWebSocketApiProps } from './websocket-api-props';

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

/** Makes what lets connections in. */
export function bindHandshake(scope: Construct, apiId: string, props: ServerlessWebSocketApiProps): Handshake {
  const given = props.authorizer ?? Authorizer.iam();
  const { handler, handshake } = given.bind({ scope, protocol: ApiProtocol.WEBSOCKET });
  if (!handshake) throw new Error('authorizer is for REST APIs only: it does not say how handshakes are authorized');
  checkKeySource(scope, props, handshake.namesApiKey ?? false);
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

function checkKeySource(
  scope: Construct,
  { apiKeyRequired, apiKeySource }: ServerlessWebSocketApiProps,
  namesApiKey: boolean,
): void {
  if (!apiKeyRequired) return;
  if (apiKeySource !== apigateway.ApiKeySourceType.AUTHORIZER) {
    Annotations.of(scope).addWarningV2(
      'cdk-gatehouse:browserKeys',
      'clients must send the header x-api-key when they connect, which browsers cannot: for them, let a function name the key by ' +
        'Authorizer.request and ApiKeySourceType.AUTHORIZER',
    );
    return;
  }
  if (!namesApiKey) {
    throw new Error(
      'apiKeySource is ApiKeySourceType.AUTHORIZER, and only Authorizer.request has an answer that names a key',
    );
  }
}
