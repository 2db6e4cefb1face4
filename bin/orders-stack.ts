import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ApiGatewayLogging, Authorizer, Backend, BundledFunction, ServerlessApi } from '../lib';

/** Orders of a shop: functions and a table, callers sign their requests. */
export class OrdersStack extends Stack {
  readonly api: ServerlessApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const table = new TableV2(this, 'Orders', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const environment = { ORDERS_TABLE: table.tableName };
    const fulfilment = new BundledFunction(this, 'Fulfilment', { entry: 'lambda/orders/fulfil.ts', environment });
    table.grantReadWriteData(fulfilment);

    // The role with which API Gateway writes logs is the account's own: one app of an account sets it.
    new ApiGatewayLogging(this, 'Logging');

    this.api = new ServerlessApi(this, 'Api', {
      description: 'Orders of a shop',
      cors: { allowOrigins: ['https://shop.example.com', 'http://localhost:8080'] },
      functionDefaults: { environment },
      routes: {
        'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() },
      },
    });
    table.grantReadData(this.api.addRoute('GET /orders', { entry: 'lambda/orders/list.ts' }));
    table.grantReadData(this.api.addRoute('GET /orders/{id}', { entry: 'lambda/orders/get.ts' }));
    table.grantReadWriteData(this.api.addRoute('DELETE /orders/{id}', { entry: 'lambda/orders/cancel.ts' }));

    const create = new BundledFunction(this, 'Create', {
      entry: 'lambda/orders/create.ts',
      environment: { ...environment, FULFILMENT_FUNCTION: fulfilment.functionName },
    });
    table.grantWriteData(create);
    // Narrower than grantInvoke, which allows every version as well.
    create.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fulfilment.functionArn] }),
    );
    this.api.addRoute('POST /orders', {
      handler: create,
      requestBody: {
        type: 'object',
        required: ['item', 'quantity'],
        properties: { item: { type: 'string', minLength: 1 }, quantity: { type: 'integer', minimum: 1 } },
      },
    });
    Validations.of(this.api.stage).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason: 'only callers with AWS credentials of the account get past the signature check; the shop has a web ACL',
    });
  }
}
