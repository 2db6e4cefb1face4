import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tableName } from './order';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The fulfilment worker: invoked asynchronously for each new order, ships what costs nothing to ship. */
export async function handler(event: { orderId: string }): Promise<void> {
  await orders.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { id: event.orderId },
      UpdateExpression: 'SET fulfilment = :started',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':started': new Date().toISOString() },
    }),
  );
  console.log('fulfilment started for order', event.orderId);
}
