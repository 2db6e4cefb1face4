import { listConnections, postToConnections } from '../../../../lib/handler';

/** Posts to all connections of one user, from outside of the API: it is invoked, not routed. */
export async function handler(event: { readonly userId: string; readonly text: string }) {
  const connections = await listConnections({ userId: event.userId });
  return postToConnections(process.env.CALLBACK_URL as string, connections, { text: event.text });
}
