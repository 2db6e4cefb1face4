import type { DeadlineScan } from '../deadlines';
import { Refusal } from '../refusal';

/** What a backend answers, unless it takes longer than its integration allows. @throws Refusal */
export async function withinTimeout<T>(deadlines: DeadlineScan, timeoutMs: number, call: () => Promise<T>): Promise<T> {
  let settle = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    settle = deadlines.add(timeoutMs, () =>
      reject(
        new Refusal('INTEGRATION_TIMEOUT', {
          reason: `the backend did not answer within ${timeoutMs} ms, the timeout of the integration`,
        }),
      ),
    );
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    settle();
  }
}
