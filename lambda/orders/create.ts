import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { announce } from './announce';
import { answer, tableName, type Order } from './order';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const lambda = new LambdaClient({});

/** POST /orders: stores the order and hands it to the fulfilment worker, which goes on after the answer. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  // API Gateway has checked the body against the route's schema by then.
  const wanted = JSON.parse(event.body ?? '{}');
  const order: Order = {
    id: randomUUID(),
    item: wanted.item,
    quantity: wanted.quantity,
    status: 'PLACED',
    placedAt: new Date().toISOString(),
  };
  await orders.send(new PutCommand({ TableName: tableName, Item: order }));
  await lambda.send(
    new InvokeCommand({
      FunctionName: process.env.FULFILMENT_FUNCTION,
      InvocationType: 'Event',
      Payload: JSON.stringify({ orderId: order.id }),
    }),
  );
  await announce(order);
  console.log('placed order', order.id);
  return answer(event, 201, order);
}
