import { PassThrough, type Readable } from 'node:stream';
import type { InvokeStream } from '../../lambda/invoker';
import { MalformedResult, parseStreamPrelude } from '../events/lambda-proxy-result';
import type { IntegrationAnswer } from './integration';

/** What stands between the head of a streamed answer, as JSON, and its body. */
const DELIMITER = Buffer.alloc(8);

/** A head larger than this is none. */
const MAX_PRELUDE_BYTES = 65_536;

/** Answers as soon as the head of the stream is there; the body follows as the function writes it. */
export async function answerFromStream(stream: InvokeStream, elapsed: () => number): Promise<IntegrationAnswer> {
  const { prelude, rest } = await readPrelude(stream.body);
  const { status, headers } = parseStreamPrelude(prelude);
  const body = new PassThrough();
  body.write(rest);
  stream.body.on('error', (error) => body.destroy(error));
  body.on('close', () => stream.body.destroy());
  stream.body.pipe(body);
  return { status, headers, body, report: { latencyMs: elapsed(), status: 200, requestId: stream.requestId } };
}

function readPrelude(source: Readable): Promise<{ prelude: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const stop = (settle: () => void): void => {
      source.pause();
      source.off('data', read);
      source.off('end', end);
      source.off('error', fail);
      settle();
    };
    const fail = (error: Error): void => stop(() => reject(new MalformedResult(error.message)));
    const end = (): void =>
      fail(
        new Error('the function streamed no head: JSON with statusCode and headers, eight zero bytes, then the body'),
      );
    const read = (part: Buffer): void => {
      seen = Buffer.concat([seen, part]);
      const at = seen.indexOf(DELIMITER);
      if (at >= 0) {
        stop(() => resolve({ prelude: seen.toString('utf8', 0, at), rest: seen.subarray(at + DELIMITER.length) }));
      } else if (seen.length > MAX_PRELUDE_BYTES) {
        end();
      }
    };
    source.on('data', read).on('end', end).on('error', fail);
  });
}
