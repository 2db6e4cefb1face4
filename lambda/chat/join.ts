import { type ChatEvent, nameOf, tellEverybody } from './tell-everybody';

/** `join`: tells everybody who has come, and answers how many they are. */
export async function handler(event: ChatEvent) {
  const who = nameOf(event);
  const present = await tellEverybody(event, { type: 'joined', who });
  return { statusCode: 200, body: JSON.stringify({ type: 'welcome', who, present }) };
}
