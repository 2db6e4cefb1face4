import { removeConnection } from '../../lib/handler';
import { type ChatEvent, nameOf, tellEverybody } from './tell-everybody';

/** `$disconnect`: forgets the connection, and tells the others who has left. */
export async function handler(event: ChatEvent & Parameters<typeof removeConnection>[0]) {
  await removeConnection(event);
  await tellEverybody(event, { type: 'left', who: nameOf(event) });
  return { statusCode: 200 };
}
