import { corsHeaders } from '../../lib/handler';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export interface Order {
  readonly id: string;
  readonly item: string;
  readonly quantity: number;
  readonly status: 'PLACED' | 'SHIPPED' | 'CANCELLED';
  readonly placedAt: string;
}

/** The name of the table of orders, which the stack puts into the environment. */
export const tableName = process.env.ORDERS_TABLE ?? '';

/** An answer with a JSON body, readable for the pages that the API's `cors` names. */
export function answer(event: APIGatewayProxyEvent, statusCode: number, body: unknown): APIGatewayProxyResult {
  const headers = { 'Content-Type': 'application/json', ...corsHeaders(event) };
  return { statusCode, headers, body: JSON.stringify(body) };
}
