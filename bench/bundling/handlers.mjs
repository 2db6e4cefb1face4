import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `count` realistic handlers (logger, AWS SDK client, zod) into a project of their own; answers its folder. */
export function writeHandlers(folder, count, modules, write = writeHandler) {
  mkdirSync(folder, { recursive: true });
  symlinkSync(modules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"name":"handlers","private":true}');
  writeFileSync(join(folder, 'package-lock.json'), '{"lockfileVersion":3}');
  for (let i = 0; i < count; i++) write(folder, i);
  return folder;
}

export const handlerFile = (folder, i) => join(folder, `handler-${i}.ts`);

/** One of them; it answers a request without a body by its version. */
export function writeHandler(folder, i, version = 0) {
  writeFileSync(
    handlerFile(folder, i),
    `import { Logger } from '@aws-lambda-powertools/logger';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';

const logger = new Logger({ serviceName: 'service-${i}' });
const lambda = new LambdaClient({});
const Order = z.object({ item: z.string(), quantity: z.number().int().min(${i + 1}) });

export async function handler(event: { body: string | null }) {
  if (!event.body) return { statusCode: 400, body: 'version ${version}' };
  const order = Order.safeParse(JSON.parse(event.body));
  if (!order.success) return { statusCode: 400, body: JSON.stringify(order.error.issues) };
  logger.info('order ${i}', { order: order.data });
  await lambda.send(new InvokeCommand({ FunctionName: 'worker-${i}', InvocationType: 'Event', Payload: JSON.stringify(order.data) }));
  return { statusCode: 201, body: JSON.stringify(order.data) };
}
`,
  );
}

/** One without packages. */
export function writeSmallHandler(folder, i, version = 0) {
  writeFileSync(
    handlerFile(folder, i),
    `export async function handler(event: { body: string | null }) {
  return { statusCode: event.body ? 200 : 400, body: 'version ${version}' };
}
`,
  );
}
