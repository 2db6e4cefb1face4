import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** PUT /catalogue/{id}: API Gateway has checked the token, its scope, and the body by then. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const id = decodeURIComponent(event.pathParameters?.id ?? '');
  const item = { ...JSON.parse(event.body ?? '{}'), id, changedBy: event.requestContext.authorizer?.claims?.sub };
  await items.send(new PutCommand({ TableName: process.env.ITEMS_TABLE, Item: item }));
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(item) };
}
