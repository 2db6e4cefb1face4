import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer, tableName } from './order';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** GET /orders/{id} */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const id = event.pathParameters?.id;
  const { Item } = await orders.send(new GetCommand({ TableName: tableName, Key: { id } }));
  return Item ? answer(event, 200, Item) : answer(event, 404, { message: `there is no order ${id}` });
}
