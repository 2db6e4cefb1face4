import { listConnections, postToConnections, removeConnection } from '../../lib/handler';
import type { Order } from './order';

/** Shows a change of an order to everybody who watches, where the stack has a WebSocket API for that. */
export async function announce(order: Order): Promise<void> {
  const { LIVE_URL } = process.env;
  if (!LIVE_URL) return;
  const message = { type: 'order', order };
  await postToConnections(LIVE_URL, await listConnections(), message, { onGone: removeConnection });
}
