import type { DeadlineScan } from '../deadlines';
import { Refusal } from '../refusal';

/** What a backend answers, unless it takes longer than its integration allows. @throws Refusal */
export function withinTimeout<T>(deadlines: DeadlineScan, timeoutMs: number, call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = deadlines.add(timeoutMs, () =>
      reject(
        new Refusal('INTEGRATION_TIMEOUT', {
          reason: `the backend did not answer within ${timeoutMs} ms, the timeout of the integration`,
        }),
      ),
    );
    call().then(
      (answer) => {
        settle();
        resolve(answer);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}
