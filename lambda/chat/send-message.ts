import { type ChatEvent, nameOf, tellEverybody } from './tell-everybody';

/** `sendMessage`: passes a text on to everybody, its sender included. The API's schema has looked at it. */
export async function handler(event: ChatEvent) {
  const { text } = JSON.parse(event.body ?? '{}') as { text: string };
  await tellEverybody(event, { type: 'message', from: nameOf(event), text, at: new Date().toISOString() });
  return { statusCode: 200 };
}
