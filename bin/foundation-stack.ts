import * as cognito from 'aws-cdk-lib/aws-cognito';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ApiGatewayLogging } from '../lib';

/** What all APIs of the demo stand on: the account's role for logs, and the users. */
export class FoundationStack extends Stack {
  readonly users: cognito.UserPool;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    // The role with which API Gateway writes logs is the account's own: one app of an account sets it, for all its APIs.
    new ApiGatewayLogging(this, 'Logging');
    this.users = makeUsers(this);
  }
}

/** Users who sign in with a second factor, and a client that may write the catalogue. */
function makeUsers(stack: Stack): cognito.UserPool {
  const users = new cognito.UserPool(stack, 'Users', {
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    mfa: cognito.Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    featurePlan: cognito.FeaturePlan.PLUS,
    standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'change the catalogue' });
  const server = users.addResourceServer('Catalogue', { identifier: 'catalogue', scopes: [write] });
  users.addClient('Web', {
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.resourceServer(server, write)],
      callbackUrls: ['https://shop.example.com/signed-in'],
    },
  });
  return users;
}
