import { AwsSolutionsChecks } from 'cdk-nag';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import {
  ApiGatewayLogging,
  Authorizer,
  Backend,
  DynamoDbBackend,
  RequestValue,
  S3Backend,
  ServerlessApi,
  SqsBackend,
  WebAcl,
} from '../../lib';

test('the AwsSolutions pack of cdk-nag finds nothing in what the constructs make', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Stack');
  const table = new dynamodb.TableV2(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  const bucket = new s3.Bucket(stack, 'Bucket', {
    enforceSSL: true,
    serverAccessLogsPrefix: 'logs/',
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  });
  const queue = new sqs.Queue(stack, 'Queue', { enforceSSL: true });
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'the queue of a test' });
  const pool = new cognito.UserPool(stack, 'Pool');
  Validations.of(pool).acknowledge(
    ...['COG1', 'COG2', 'COG3', 'COG7', 'COG8'].map((rule) => ({
      id: `AwsSolutions-${rule}`,
      reason: 'the pool of a test',
    })),
  );
  new ApiGatewayLogging(stack, 'Logging');
  const api = new ServerlessApi(stack, 'Api', {
    authorizer: Authorizer.cognito(pool),
    cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] },
    webAcl: WebAcl.managed({ rateLimitPerIp: 2000 }),
    routes: {
      'GET /health': { backend: Backend.mock(), authorizer: Authorizer.none() },
      'POST /orders': { entry: 'lambda/orders/create.ts', requestBody: { type: 'object' } },
      'GET /orders/{id}': { backend: DynamoDbBackend.getItem(table, { key: { id: RequestValue.path('id') } }) },
      'GET /files/{key+}': {
        backend: S3Backend.getObject(bucket, { prefix: 'public/', key: RequestValue.path('key') }),
      },
      'POST /queue': { backend: SqsBackend.sendMessage(queue) },
    },
  });
  table.grantReadData(api.route('POST /orders'));
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  expect(violations).toEqual([]);
});
