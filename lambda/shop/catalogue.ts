import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const PAGE_SIZE = 20;

/** GET /catalogue?page=N: the items of a page, for everybody. The API keeps the answer for a minute. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const page = Math.max(1, Number(event.queryStringParameters?.page ?? 1) || 1);
  const { Items = [] } = await items.send(new ScanCommand({ TableName: process.env.ITEMS_TABLE }));
  const sorted = Items.sort((a, b) => String(a.id).localeCompare(String(b.id)));
  const body = { page, items: sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), at: new Date().toISOString() };
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
