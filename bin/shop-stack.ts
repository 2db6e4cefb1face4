import { Period } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  ApiAlarm,
  Authorizer,
  DynamoDbBackend,
  RequestValue,
  ServerlessApi,
  SqsBackend,
  WebAcl,
  type DomainOptions,
} from '../lib';

export interface ShopStackProps extends StackProps {
  readonly users: IUserPool;
}

/** What a team's API grows into: users with scopes, partners with keys, a cache, a firewall, services without functions. */
export class ShopStack extends Stack {
  readonly api: ServerlessApi;

  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id, props);
    const items = new TableV2(this, 'Items', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const feedback = new Queue(this, 'Feedback', {
      enforceSSL: true,
      deadLetterQueue: { maxReceiveCount: 5, queue: new Queue(this, 'FailedFeedback', { enforceSSL: true }) },
    });

    this.api = new ServerlessApi(this, 'Api', {
      description: 'What a shop sells',
      authorizer: Authorizer.cognito(props.users),
      cache: { ttl: Duration.minutes(1) },
      // `-c withoutWebAcl=true` leaves the firewall out, for places that have none.
      webAcl: this.node.tryGetContext('withoutWebAcl') ? undefined : WebAcl.managed({ rateLimitPerIp: 2000 }),
      domain: domainByContext(this),
      functionDefaults: { environment: { ITEMS_TABLE: items.tableName } },
      routes: {
        'GET /catalogue/{id}': {
          backend: DynamoDbBackend.getItem(items, { key: { id: RequestValue.path('id') } }),
          authorizer: Authorizer.none(),
          cache: { enabled: false },
        },
        'POST /feedback': {
          backend: SqsBackend.sendMessage(feedback),
          requestBody: {
            type: 'object',
            required: ['stars'],
            properties: {
              stars: { type: 'integer', minimum: 1, maximum: 5 },
              text: { type: 'string', maxLength: 2000 },
            },
          },
        },
        'GET /stock': {
          entry: 'lambda/shop/stock.ts',
          authorizer: Authorizer.none(),
          apiKeyRequired: true,
          cache: { enabled: false },
        },
      },
    });
    const catalogue = this.api.addRoute('GET /catalogue', {
      entry: 'lambda/shop/catalogue.ts',
      authorizer: Authorizer.none(),
      cache: { keys: [RequestValue.query('page')] },
    });
    items.grantReadData(catalogue);
    const putItem = this.api.addRoute('PUT /catalogue/{id}', {
      entry: 'lambda/shop/put-item.ts',
      authorizer: Authorizer.cognito(props.users, { scopes: ['catalogue/write'] }),
      requestBody: {
        type: 'object',
        required: ['name', 'price'],
        properties: { name: { type: 'string', minLength: 1 }, price: { type: 'number', minimum: 0 } },
      },
    });
    items.grantWriteData(putItem);

    const partners = this.api.addUsagePlan('Partners', {
      throttle: { rateLimit: 10, burstLimit: 20 },
      quota: { limit: 10_000, period: Period.MONTH },
    });
    partners.addKey('acme');

    this.api.addAlarms({ alarms: [ApiAlarm.serverErrors(), ApiAlarm.latency(), ApiAlarm.throttles()] });
    this.api.addDashboard();
  }
}

/** `-c domainName=api.example.com -c hostedZoneId=Z123 -c zoneName=example.com` puts the API on a domain of one's own. */
function domainByContext(stack: Stack): DomainOptions | undefined {
  const domainName: string | undefined = stack.node.tryGetContext('domainName');
  if (!domainName) return undefined;
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: stack.node.tryGetContext('hostedZoneId'),
    zoneName: stack.node.tryGetContext('zoneName'),
  });
  return { domainName, hostedZone };
}
