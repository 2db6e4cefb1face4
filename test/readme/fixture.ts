/** What the README's examples take for granted that a user has already. One function a name. */
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Stack } from 'aws-cdk-lib/core';
import { Backend, ServerlessApi } from '../../lib';

export const stack = (stack: Stack) => stack;

export const teamStack = (stack: Stack) => new Stack(stack.node.scope, 'Team', { env: stack.env });

export const api = (stack: Stack) =>
  new ServerlessApi(stack, 'Given', { routes: { 'GET /given': { backend: Backend.mock() } } });

export const partnerApi = (stack: Stack) =>
  new ServerlessApi(stack, 'Partners', { routes: { 'GET /given': { backend: Backend.mock() } } });

export const userPool = (stack: Stack) => new cognito.UserPool(stack, 'UserPool');

export const table = (stack: Stack) =>
  new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });

export const queue = (stack: Stack) => new sqs.Queue(stack, 'Queue');

export const topic = (stack: Stack) => new sns.Topic(stack, 'Topic');

export const eventBus = (stack: Stack) => new events.EventBus(stack, 'EventBus');

export const stream = (stack: Stack) => new kinesis.Stream(stack, 'Stream');

export const bucket = (stack: Stack) => new s3.Bucket(stack, 'Bucket');

export const stateMachine = (stack: Stack) =>
  new stepfunctions.StateMachine(stack, 'StateMachine', {
    stateMachineType: stepfunctions.StateMachineType.EXPRESS,
    definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Succeed(stack, 'Done')),
  });

export const vpc = (stack: Stack) => new ec2.Vpc(stack, 'Vpc');

export const vpcEndpoint = (stack: Stack) =>
  vpc(stack).addInterfaceEndpoint('ExecuteApi', { service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY });

export const networkLoadBalancer = (stack: Stack) =>
  new elbv2.NetworkLoadBalancer(stack, 'NetworkLoadBalancer', { vpc: vpc(stack) });

export const applicationLoadBalancer = (stack: Stack) =>
  new elbv2.ApplicationLoadBalancer(stack, 'ApplicationLoadBalancer', { vpc: new ec2.Vpc(stack, 'OtherVpc') });

export const hostedZone = (stack: Stack) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z123', zoneName: 'example.com' });

export const certificate = (stack: Stack) =>
  acm.Certificate.fromCertificateArn(
    stack,
    'Certificate',
    'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000',
  );

export const secret = (stack: Stack) => new secretsmanager.Secret(stack, 'Secret');

export const parameter = (stack: Stack) => new ssm.StringParameter(stack, 'Parameter', { stringValue: 'value' });

export const listFunction = (stack: Stack) => existing(stack, 'ListFunction');

export const authorizerFunction = (stack: Stack) => existing(stack, 'AuthorizerFunction');

export const notifier = (stack: Stack) => existing(stack, 'Notifier');

export const partnerRole = (stack: Stack) =>
  new iam.Role(stack, 'PartnerRole', { assumedBy: new iam.AccountPrincipal('111122223333') });

const existing = (stack: Stack, id: string) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
