import { listConnections, postToConnections, removeConnection } from '../../../../lib/handler';

/** Posts a message to everybody who is connected. */
export async function handler(event: any) {
  const { text } = JSON.parse(event.body);
  const message = { from: event.requestContext.authorizer.sub, text };
  const { sent } = await postToConnections(event, await listConnections(), message, { onGone: removeConnection });
  return { statusCode: 200, body: JSON.stringify({ sentTo: sent.length }) };
}
