import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { announce } from './announce';
import { answer, tableName, type Order } from './order';

const orders = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** DELETE /orders/{id}: an order that has not been shipped can be cancelled. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const id = event.pathParameters?.id;
  try {
    const { Attributes } = await orders.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { id },
        UpdateExpression: 'SET #status = :cancelled',
        ConditionExpression: 'attribute_exists(id) AND #status <> :shipped',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':cancelled': 'CANCELLED', ':shipped': 'SHIPPED' },
        ReturnValues: 'ALL_NEW',
      }),
    );
    await announce(Attributes as Order);
    return answer(event, 200, Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return answer(event, 409, { message: `order ${id} does not exist or has been shipped` });
    }
    throw error;
  }
}
