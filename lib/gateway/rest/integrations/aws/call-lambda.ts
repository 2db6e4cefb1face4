import { type FunctionInvoker, type InvokeOptions, InvokeRefusal } from '../../../lambda/invoker';
import { type HeaderList, headerValue } from '../../../server/raw';
import type { RoutedCall } from '../../call';
import { textOf } from '../../mapping/content-handling';
import { Refusal } from '../../refusal';
import type { CustomRequest } from '../custom-request';
import type { BackendAnswer } from '../custom-response';
import type { IntegrationCall } from '../integration';
import { findLambdaTarget } from '../lambda-proxy-target';

/** Invokes a function with the rendered body as its event; selection goes by the error message. @throws Refusal */
export async function callLambda(input: IntegrationCall, rendered: CustomRequest): Promise<BackendAnswer> {
  const { call } = input;
  if (call.method.integration.httpMethod !== 'POST') {
    throw new Refusal('INTEGRATION_FAILURE', {
      status: 500,
      message: 'Internal server error',
      reason: `a function is invoked with POST, not with ${call.method.integration.httpMethod ?? "the client's method"}`,
    });
  }
  const { arn, qualifier } = findLambdaTarget(call);
  const event = textOf(rendered.body) || '{}';
  const { invocationType, clientContext } = mappedOptions(rendered.mapped.header);
  return callFunction(call, arn, event, { invocationType, clientContext, traceId: call.traceId, qualifier });
}

/** Invokes a function with an event of the API's own making. @throws Refusal */
export async function callFunction(
  { services, trace }: Pick<RoutedCall, 'services' | 'trace'>,
  arn: string,
  event: string,
  options: InvokeOptions,
): Promise<BackendAnswer> {
  const { clock, functions } = services;
  trace?.push({ stage: 'integration request', text: `event for ${arn}: ${event}` });
  const startedAt = clock.now();
  const invoked = await invoke(functions, arn, event, options);
  trace?.push({ stage: 'integration response', text: invoked.payload });
  return {
    headers: invoked.headers,
    body: invoked.payload,
    selection: errorMessageOf(invoked.payload),
    report: {
      latencyMs: clock.now() - startedAt,
      status: invoked.status,
      requestId: invoked.requestId,
      error: invoked.error,
    },
  };
}

interface Invoked {
  readonly status: number;
  readonly headers: HeaderList;
  readonly payload: string;
  readonly requestId?: string;
  readonly error?: string;
}

async function invoke(
  functions: FunctionInvoker,
  functionArn: string,
  event: string,
  options: InvokeOptions,
): Promise<Invoked> {
  try {
    const { payload, requestId, functionError } = await functions.invoke(functionArn, event, options);
    const headers: HeaderList = [
      ['Content-Type', 'application/json'],
      ['x-amzn-RequestId', requestId],
    ];
    if (options.invocationType === 'Event') return { status: 202, headers, payload: '', requestId };
    if (options.invocationType === 'DryRun') return { status: 204, headers, payload: '', requestId };
    if (functionError === undefined) return { status: 200, headers, payload, requestId };
    return {
      status: 200,
      headers: [...headers, ['X-Amz-Function-Error', functionError]],
      payload,
      requestId,
      error: functionError,
    };
  } catch (error) {
    if (error instanceof InvokeRefusal) return refusedInvoke(error, functionArn);
    throw error;
  }
}

const STATUS_OF_REFUSAL: Readonly<Partial<Record<InvokeRefusal['errorType'], number>>> = {
  InvalidRequestContentException: 400,
  RequestTooLargeException: 413,
  TooManyRequestsException: 429,
};

// What Lambda says about the event or its own load reaches the mappings; what it says about access does not.
function refusedInvoke({ errorType, message }: InvokeRefusal, functionArn: string): Invoked {
  const status = STATUS_OF_REFUSAL[errorType];
  if (status !== undefined) {
    const headers: HeaderList = [['Content-Type', 'application/json']];
    return { status, headers, payload: JSON.stringify({ Type: 'User', message }), error: errorType };
  }
  throw new Refusal('INTEGRATION_FAILURE', {
    status: 500,
    message: 'Internal server error',
    reason: `${functionArn}: ${errorType}: ${message}`,
  });
}

/** What mapped headers ask of Lambda. */
export function mappedOptions(headers: HeaderList): InvokeOptions {
  const clientContext = headerValue(headers, 'x-amz-client-context');
  return {
    invocationType: invocationType(headerValue(headers, 'x-amz-invocation-type')),
    clientContext: clientContext === undefined ? undefined : Buffer.from(clientContext, 'base64').toString('utf8'),
  };
}

function invocationType(mapped: string | undefined): InvokeOptions['invocationType'] {
  return mapped === 'Event' || mapped === 'DryRun' ? mapped : 'RequestResponse';
}

/** The text that selection patterns see: empty for anything but an object with an error message. */
function errorMessageOf(payload: string): string {
  if (!payload.startsWith('{') || !payload.includes('"errorMessage"')) return '';
  try {
    const { errorMessage } = JSON.parse(payload);
    return typeof errorMessage === 'string' ? errorMessage : '';
  } catch {
    return '';
  }
}
