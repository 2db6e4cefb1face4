import type { Readable } from 'node:stream';
import type { RoutedCall } from '../call';
import type { DeadlineScan } from '../deadlines';
import type { IntegrationAnswer } from './integration';

/** A stream may be silent for so long, in milliseconds; CloudFront, in front of an edge-optimized API, waits for less. */
const IDLE_MS = { EDGE: 30_000, REGIONAL: 300_000, PRIVATE: 300_000 } as const;

/** Cuts a streamed answer off that is silent for too long, or lasts longer than its integration may. */
export function limitStream(
  deadlines: DeadlineScan,
  call: RoutedCall,
  { answer, startedAt }: { readonly answer: IntegrationAnswer; readonly startedAt: number },
): IntegrationAnswer {
  const { body } = answer;
  if (Buffer.isBuffer(body)) return answer;
  const { clock } = call.services;
  const { timeoutMs } = call.method.integration;
  const cut = (reason: string): void => {
    const message = `the stream of ${call.request.method} ${call.path} was cut off: ${reason}`;
    call.services.emit({ event: 'error', code: 'stream-cut', message });
    body.destroy(new Error(message));
  };
  const left = Math.max(0, timeoutMs - (clock.now() - startedAt));
  const endTotal = deadlines.add(left, () => cut(`it lasted ${timeoutMs} ms, the timeout of the integration`));
  const endIdle = watchSilence(body, { deadlines, clock, idleMs: IDLE_MS[call.api.endpointType] }, cut);
  body.once('close', () => {
    endTotal();
    endIdle();
  });
  return answer;
}

interface Silence {
  readonly deadlines: DeadlineScan;
  readonly clock: { now(): number };
  readonly idleMs: number;
}

function watchSilence(
  body: Readable,
  { deadlines, clock, idleMs }: Silence,
  cut: (reason: string) => void,
): () => void {
  let heardAt = clock.now();
  const look = (): void => {
    const left = heardAt + idleMs - clock.now();
    if (left <= 0) cut(`nothing came for ${idleMs / 1000} s`);
    else end = deadlines.add(left, look);
  };
  let end = deadlines.add(idleMs, look);
  // Paused, the body waits for the one who sends it.
  body.pause();
  body.on('data', () => {
    heardAt = clock.now();
  });
  return () => end();
}
