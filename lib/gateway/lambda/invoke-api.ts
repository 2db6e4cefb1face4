import { Readable } from 'node:stream';
import { headerValue, type HeaderList, type RawRequest, type RawResponse } from '../server/raw';
import { StreamFailure } from './call';
import { encodeEvent } from './event-stream';
import { type FunctionInvoker, type InvokeOptions, InvokeRefusal, type InvokeStream } from './invoker';

/** Why a request to an AWS API is not let through. */
export interface ApiRefusal {
  readonly status: number;
  /** `InvalidSignatureException` and the like. */
  readonly errorType: string;
  readonly message: string;
}

export interface LambdaApiOptions {
  readonly functions: FunctionInvoker;
  /** Checks the signature; undefined lets the request through. */
  verify(request: RawRequest): ApiRefusal | undefined | Promise<ApiRefusal | undefined>;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;
const INVOKE_STREAM = /^\/2021-11-15\/functions\/([^/]+)\/response-streaming-invocations\/?$/;

const STATUS: Readonly<Record<InvokeRefusal['errorType'], number>> = {
  ResourceNotFoundException: 404,
  RequestTooLargeException: 413,
  TooManyRequestsException: 429,
  InvalidRequestContentException: 400,
  AccessDeniedException: 403,
  ServiceException: 500,
};

/** Lambda's Invoke API, so that functions reach each other through the AWS SDK. */
export function createLambdaApi(options: LambdaApiOptions): (request: RawRequest) => Promise<RawResponse> {
  return async (request) => {
    const refusal = await options.verify(request);
    if (refusal !== undefined) return errorAnswer(refusal.status, refusal.errorType, { Message: refusal.message });
    try {
      return await route(options.functions, request);
    } catch (error) {
      return refusalAnswer(error);
    }
  };
}

/** The function that a request to the Invoke API is for. */
export function invokedFunction({ path, query }: RawRequest): { name: string; qualifier?: string } | undefined {
  const [, name] = INVOKE.exec(path) ?? INVOKE_STREAM.exec(path) ?? [];
  if (name === undefined) return undefined;
  return { name: decodeName(name), qualifier: new URLSearchParams(query).get('Qualifier') ?? undefined };
}

function route(functions: FunctionInvoker, request: RawRequest): Promise<RawResponse> {
  const [, name] = INVOKE.exec(request.path) ?? [];
  if (request.method === 'POST' && name !== undefined) return invoke(functions, decodeName(name), request);
  const [, streamed] = INVOKE_STREAM.exec(request.path) ?? [];
  if (request.method === 'POST' && streamed !== undefined) return stream(functions, decodeName(streamed), request);
  const message = `${request.method} ${request.path} is not an operation of Lambda that runs on localhost: set AWS_ENDPOINT_URL_LAMBDA in the function's environment to send it elsewhere`;
  return Promise.resolve(errorAnswer(404, 'UnknownOperationException', { Type: 'User', Message: message }));
}

async function invoke(functions: FunctionInvoker, name: string, request: RawRequest): Promise<RawResponse> {
  const type = headerValue(request.headers, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event' && type !== 'DryRun') {
    const message = `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`;
    return errorAnswer(400, 'ValidationException', { message });
  }
  const result = await functions.invoke(name, payloadOf(request), { ...optionsOf(request), invocationType: type });
  const headers: [string, string][] = [
    ['x-amzn-RequestId', result.requestId],
    ['X-Amzn-Remapped-Content-Length', '0'],
  ];
  if (type === 'Event') return { status: 202, headers, body: Buffer.alloc(0) };
  headers.push(['X-Amz-Executed-Version', '$LATEST']);
  if (type === 'DryRun') return { status: 204, headers, body: Buffer.alloc(0) };
  headers.push(['Content-Type', 'application/json']);
  if (result.functionError !== undefined) headers.push(['X-Amz-Function-Error', result.functionError]);
  if (headerValue(request.headers, 'x-amz-log-type') === 'Tail') {
    headers.push(['X-Amz-Log-Result', Buffer.from(result.logTail).toString('base64')]);
  }
  return { status: 200, headers, body: Buffer.from(result.payload) };
}

async function stream(functions: FunctionInvoker, name: string, request: RawRequest): Promise<RawResponse> {
  const answer = await functions.invokeStream(name, payloadOf(request), optionsOf(request));
  const headers: HeaderList = [
    ['x-amzn-RequestId', answer.requestId],
    ['X-Amz-Executed-Version', '$LATEST'],
    ['Content-Type', 'application/vnd.amazon.eventstream'],
  ];
  return { status: 200, headers, body: Readable.from(frames(answer), { objectMode: false }) };
}

async function* frames({ body, failure }: InvokeStream): AsyncGenerator<Buffer> {
  let failed = failure;
  try {
    for await (const chunk of body) yield event('PayloadChunk', 'application/octet-stream', chunk as Buffer);
  } catch (error) {
    if (!(error instanceof StreamFailure)) throw error;
    failed = error.payload;
  }
  const complete = failed === undefined ? {} : { ErrorCode: 'Unhandled', ErrorDetails: failed };
  yield event('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete)));
}

function event(type: string, contentType: string, payload: Buffer): Buffer {
  return encodeEvent({ ':message-type': 'event', ':event-type': type, ':content-type': contentType }, payload);
}

/** Without a payload, functions get an empty object. */
function payloadOf({ body }: RawRequest): string {
  return body.length === 0 ? '{}' : body.toString();
}

function optionsOf({ headers, query, signal }: RawRequest): InvokeOptions {
  const clientContext = headerValue(headers, 'x-amz-client-context');
  const context = clientContext === undefined ? undefined : Buffer.from(clientContext, 'base64').toString();
  if (context !== undefined) checkJson(context);
  return {
    qualifier: new URLSearchParams(query).get('Qualifier') ?? undefined,
    traceId: headerValue(headers, 'x-amzn-trace-id'),
    clientContext: context,
    signal,
  };
}

function checkJson(context: string): void {
  try {
    JSON.parse(context);
  } catch {
    throw new InvokeRefusal(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusalAnswer(error: unknown): RawResponse {
  if (!(error instanceof InvokeRefusal)) {
    const message = error instanceof Error ? error.message : String(error);
    return errorAnswer(500, 'ServiceException', { Type: 'Service', Message: message });
  }
  const { errorType, message } = error;
  const status = STATUS[errorType];
  if (errorType === 'TooManyRequestsException') {
    const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
    return errorAnswer(status, errorType, { Reason: reason, Type: 'User', message });
  }
  return errorAnswer(status, errorType, { Type: status === 500 ? 'Service' : 'User', Message: message });
}

function errorAnswer(status: number, errorType: string, body: object): RawResponse {
  const headers: HeaderList = [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', errorType],
  ];
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}
