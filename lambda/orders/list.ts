import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answer, tableName, type Order } from './order';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** GET /orders: every order, newest first. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { Items = [] } = await orders.send(new ScanCommand({ TableName: tableName }));
  const newestFirst = (Items as Order[]).sort((a, b) => b.placedAt.localeCompare(a.placedAt));
  return answer(event, 200, { orders: newestFirst });
}
