export interface Order {
  readonly id: string;
  readonly item: string;
  readonly quantity: number;
  readonly status: 'PLACED' | 'SHIPPED' | 'CANCELLED';
  readonly placedAt: string;
}

/** The name of the table of orders, which the stack puts into the environment. */
export const tableName = process.env.ORDERS_TABLE ?? '';

/** An answer with a JSON body. CORS headers are the API's business: see `corsHeaders` in the stack's environment. */
export function answer(statusCode: number, body: unknown) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
