import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Authorizer, Backend, BundledFunction, ServerlessApi } from '../lib';
import { Live } from './live';

export interface OrdersStackProps extends StackProps {
  /** Who may watch and chat. */
  readonly users: IUserPool;
}

/** Orders of a shop: functions and a table, callers sign their requests. */
export class OrdersStack extends Stack {
  readonly api: ServerlessApi;
  /** Undefined with `-c withoutLive=true`, for places that have no WebSocket APIs. */
  readonly live?: Live;

  constructor(scope: Construct, id: string, props: OrdersStackProps) {
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
    const cancel = new BundledFunction(this, 'Cancel', { entry: 'lambda/orders/cancel.ts', environment });
    table.grantReadWriteData(cancel);
    this.api.addRoute('DELETE /orders/{id}', { handler: cancel });

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
    if (this.node.tryGetContext('withoutLive') === undefined) {
      this.live = new Live(this, 'Live', { users: props.users });
      for (const handler of [create, cancel]) this.live.announceFrom(handler);
    }
    Validations.of(this.api.stage).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason: 'only callers with AWS credentials of the account get past the signature check; the shop has a web ACL',
    });
  }
}
