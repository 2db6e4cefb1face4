/** What the README's examples take for granted that a user has already. One function a name. */
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Stack } from 'aws-cdk-lib/core';

export const userPool = (stack: Stack) => new cognito.UserPool(stack, 'UserPool');

export const table = (stack: Stack) =>
  new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });

export const queue = (stack: Stack) => new sqs.Queue(stack, 'Queue');

export const vpc = (stack: Stack) => new ec2.Vpc(stack, 'Vpc');

export const hostedZone = (stack: Stack) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z123', zoneName: 'example.com' });

export const listFunction = (stack: Stack) => existing(stack, 'ListFunction');

export const authorizerFunction = (stack: Stack) => existing(stack, 'AuthorizerFunction');

export const partnerRole = (stack: Stack) =>
  new iam.Role(stack, 'PartnerRole', { assumedBy: new iam.AccountPrincipal('111122223333') });

const existing = (stack: Stack, id: string) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
