import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { App, NestedStack, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** An app as its authors write it, of nothing but CDK's own constructs. */
export function shopApp(): App {
  const app = new App();
  const shop = new ShopStack(app, 'Shop');
  new ConsumerStack(app, 'Consumer', shop.echo);
  new MachineStack(app, 'Machine');
  return app;
}

const ECHO = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

/** What people write with the official SDK: a table, and another function. */
const SDK = `
const { DynamoDBClient, PutItemCommand, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const table = new DynamoDBClient({});
const lambda = new LambdaClient({});
exports.handler = async (event) => {
  const id = { S: event.pathParameters.id };
  if (event.httpMethod === 'PUT') {
    await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id, name: { S: event.body } } }));
    return { statusCode: 204 };
  }
  const { Item } = await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id } }));
  const called = await lambda.send(new InvokeCommand({ FunctionName: process.env.ECHO, Payload: JSON.stringify({ id }) }));
  const echo = JSON.parse(JSON.parse(Buffer.from(called.Payload).toString()).body);
  const denied = await lambda.send(new InvokeCommand({ FunctionName: process.env.OTHER })).catch((error) => error.name);
  return { statusCode: Item ? 200 : 404, body: JSON.stringify({ name: Item && Item.name.S, echo, denied }) };
};`;

class ShopStack extends Stack {
  readonly echo: lambda.Function;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.echo = code(this, 'Echo', ECHO);
    const table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const api = new apigateway.RestApi(this, 'Api', {
      defaultCorsPreflightOptions: {
        allowOrigins: ['https://shop.example.com', 'https://outlet.example.com'],
        allowCredentials: true,
      },
    });
    this.addOrders(api, table);
    this.addMembers(api);
    this.addPartners(api);
    this.addServices(api, table);
    new apigateway.SpecRestApi(this, 'Spec', { apiDefinition: apigateway.ApiDefinition.fromInline(specOf(this.echo)) });
    this.echo.grantInvoke(new iam.ServicePrincipal('apigateway.amazonaws.com'));
    const inner = new NestedStack(this, 'Nested');
    new apigateway.LambdaRestApi(inner, 'Inner', { handler: code(inner, 'Fn', ECHO) });
  }

  private addOrders(api: apigateway.RestApi, table: dynamodb.Table): void {
    const other = code(this, 'Other', ECHO);
    const orders = code(this, 'Orders', SDK, {
      TABLE: table.tableName,
      ECHO: this.echo.functionName,
      OTHER: other.functionName,
    });
    table.grantReadWriteData(orders);
    this.echo.grantInvoke(orders);
    const order = api.root.addResource('orders').addResource('{id}');
    order.addMethod('ANY', new apigateway.LambdaIntegration(orders));
    const model = new apigateway.Model(this, 'NewOrder', {
      restApi: api,
      contentType: 'application/json',
      schema: {
        type: apigateway.JsonSchemaType.OBJECT,
        required: ['name'],
        properties: { name: { type: apigateway.JsonSchemaType.STRING, minLength: 1 } },
      },
    });
    api.root.getResource('orders')?.addMethod('POST', new apigateway.LambdaIntegration(this.echo), {
      requestModels: { 'application/json': model },
      requestParameters: { 'method.request.querystring.shop': true },
      requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: true },
    });
    api.root.addResource('signed').addMethod('ANY', new apigateway.LambdaIntegration(this.echo), {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
  }

  private addMembers(api: apigateway.RestApi): void {
    const pool = new cognito.UserPool(this, 'Pool');
    pool.addClient('Web');
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'Members', { cognitoUserPools: [pool] });
    api.root.addResource('me').addMethod('GET', new apigateway.LambdaIntegration(this.echo), { authorizer });
    const check = (kind: string) =>
      code(
        this,
        kind,
        `exports.handler = async (event) => ({
          principalId: 'p', context: { event: JSON.stringify(event) },
          policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }] },
        });`,
      );
    api.root.addResource('token').addMethod('GET', new apigateway.LambdaIntegration(this.echo), {
      authorizer: new apigateway.TokenAuthorizer(this, 'ByToken', { handler: check('TokenCheck') }),
    });
    api.root.addResource('request').addMethod('GET', new apigateway.LambdaIntegration(this.echo), {
      authorizer: new apigateway.RequestAuthorizer(this, 'ByRequest', {
        handler: check('RequestCheck'),
        identitySources: [apigateway.IdentitySource.header('X-Caller')],
      }),
    });
  }

  private addPartners(api: apigateway.RestApi): void {
    api.root
      .addResource('partners')
      .addMethod('GET', new apigateway.LambdaIntegration(this.echo), { apiKeyRequired: true });
    const plan = api.addUsagePlan('Plan', {
      throttle: { rateLimit: 100, burstLimit: 100 },
      quota: { limit: 3, period: apigateway.Period.DAY },
    });
    plan.addApiKey(api.addApiKey('Key', { value: 'a-key-of-twenty-letters' }));
    plan.addApiStage({ stage: api.deploymentStage });
  }

  private addServices(api: apigateway.RestApi, table: dynamodb.Table): void {
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    const queue = new sqs.Queue(this, 'Queue');
    table.grantReadData(role);
    queue.grantSendMessages(role);
    const items = new apigateway.AwsIntegration({
      service: 'dynamodb',
      action: 'GetItem',
      options: {
        credentialsRole: role,
        requestTemplates: {
          'application/json': `{"TableName":"${table.tableName}","Key":{"id":{"S":"$input.params('id')"}}}`,
        },
        integrationResponses: [
          { statusCode: '200', responseTemplates: { 'application/json': '{"name":$input.json("$.Item.name.S")}' } },
        ],
      },
    });
    const responses = { methodResponses: [{ statusCode: '200' }] };
    api.root.addResource('items').addResource('{id}').addMethod('GET', items, responses);
    const send = new apigateway.AwsIntegration({
      service: 'sqs',
      path: `${this.account}/${queue.queueName}`,
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole: role,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
        requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
        integrationResponses: [
          {
            statusCode: '200',
            responseTemplates: {
              'application/json': '{"sent":$input.json("$.SendMessageResponse.SendMessageResult.MessageId")}',
            },
          },
        ],
      },
    });
    api.root.addResource('messages').addMethod('POST', send, responses);
    const weather = new apigateway.HttpIntegration('https://weather.example.com/v1/{city}', {
      proxy: true,
      options: { requestParameters: { 'integration.request.path.city': 'method.request.path.city' } },
    });
    api.root
      .addResource('weather')
      .addResource('{city}')
      .addMethod('GET', weather, {
        requestParameters: { 'method.request.path.city': true },
      });
  }
}

/** Another stack whose API calls the first one's function. */
class ConsumerStack extends Stack {
  constructor(scope: Construct, id: string, handler: lambda.IFunction) {
    super(scope, id);
    new apigateway.LambdaRestApi(this, 'Proxy', { handler, binaryMediaTypes: ['image/*'] });
  }
}

class MachineStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stateMachine = new sfn.StateMachine(this, 'Machine', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(this, 'Pass')),
    });
    new apigateway.StepFunctionsRestApi(this, 'Steps', { stateMachine });
  }
}

function code(scope: Construct, id: string, text: string, environment?: Record<string, string>): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(text),
    environment,
  });
}

function specOf(fn: lambda.Function): object {
  const uri =
    `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`.replace(
      '${AWS::Region}',
      Stack.of(fn).region,
    );
  return {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: {
      '/pets/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { '200': { description: 'ok' } },
          'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
        },
      },
    },
  };
}
