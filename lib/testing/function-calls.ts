import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { findFunction } from '../gateway/lambda/function-name';
import type { FunctionInvoker, InvokeOptions, InvokeResult, InvokeStream } from '../gateway/lambda/invoker';
import type { FunctionModel } from '../gateway/model';
import { parseFunctionArn } from '../gateway/template';

/** One call of a function. */
export interface FunctionCall {
  /** What the handler got. */
  readonly event: any;
  /** `Event` for asynchronous calls. */
  readonly invocationType: 'RequestResponse' | 'Event';
  /** Version or alias that the caller named. */
  readonly qualifier?: string;
}

/** What a stub gets beside the event. */
export interface StubContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
}

/** Stands in for the handler of a function: answers as a handler would, throws as a handler would. */
export type FunctionStub = (event: any, context: StubContext) => unknown;

/** Stands between functions and their callers: keeps what functions were called with, and runs stubs in their place. */
export class FunctionCalls {
  private readonly calls = new Map<string, FunctionCall[]>();
  private readonly stubs = new Map<string, FunctionStub>();

  /** @param functions those of the assembly now, by ARN */
  constructor(private readonly functions: () => ReadonlyMap<string, FunctionModel>) {}

  /** In the order of the calls. */
  of(arn: string): readonly FunctionCall[] {
    return this.calls.get(arn) ?? [];
  }

  stub(arn: string, stub: FunctionStub): void {
    this.stubs.set(arn, stub);
  }

  intercept(real: FunctionInvoker): FunctionInvoker {
    return {
      standsInFor: (arn) => this.stubs.has(arn),
      invoke: async (name, payload, options = {}) => {
        const called = this.record(name, payload, options);
        return called?.stub ? answer(called, options) : real.invoke(name, payload, options);
      },
      invokeStream: async (name, payload, options = {}) => {
        const called = this.record(name, payload, options);
        return called?.stub ? stream(called) : real.invokeStream(name, payload, options);
      },
    };
  }

  /** Undefined for a call that the function does not see. */
  private record(name: string, payload: string, options: InvokeOptions): CalledFunction | undefined {
    if (options.invocationType === 'DryRun') return undefined;
    const found = find(this.functions(), name, options.qualifier);
    const event = parse(payload);
    if (found === undefined || event === undefined) return undefined;
    const { fn, qualifier, invokedArn } = found;
    const known = this.calls.get(fn.arn) ?? [];
    const { invocationType = 'RequestResponse' } = options;
    this.calls.set(fn.arn, [...known, { event: event.value, invocationType, ...(qualifier && { qualifier }) }]);
    const context = { awsRequestId: randomUUID(), functionName: fn.name, invokedFunctionArn: invokedArn };
    return { event: event.value, context, stub: this.stubs.get(fn.arn) };
  }
}

interface CalledFunction {
  readonly event: unknown;
  readonly context: StubContext;
  readonly stub?: FunctionStub;
}

interface FoundFunction {
  readonly fn: Pick<FunctionModel, 'arn' | 'name'>;
  readonly qualifier?: string;
  readonly invokedArn: string;
}

function find(
  functions: ReadonlyMap<string, FunctionModel>,
  name: string,
  qualifier?: string,
): FoundFunction | undefined {
  try {
    return findFunction(functions, name, qualifier);
  } catch {
    return findElsewhere(name, qualifier);
  }
}

/** A function that is not in the assembly can be stubbed too. */
function findElsewhere(name: string, qualifier?: string): FoundFunction | undefined {
  const found = parseFunctionArn(name);
  if (found === undefined) return undefined;
  const fn = { arn: found.arn, name: found.arn.slice(found.arn.lastIndexOf(':') + 1) };
  return { fn, qualifier: found.qualifier ?? qualifier, invokedArn: name };
}

function parse(payload: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(payload) };
  } catch {
    return undefined;
  }
}

async function answer(called: CalledFunction, options: InvokeOptions): Promise<InvokeResult> {
  const requestId = called.context.awsRequestId;
  const outcome = run(called);
  if (options.invocationType === 'Event') return { requestId, payload: 'null', logTail: '' };
  const { result, failure } = await outcome;
  if (failure !== undefined) return { requestId, payload: failure, functionError: 'Unhandled', logTail: '' };
  return { requestId, payload: JSON.stringify(result) ?? 'null', logTail: '' };
}

/** What stands between the head of a streamed answer and its body. */
const DELIMITER = Buffer.alloc(8);

async function stream(called: CalledFunction): Promise<InvokeStream> {
  const requestId = called.context.awsRequestId;
  const { result, failure } = await run(called);
  if (failure !== undefined) return { requestId, body: Readable.from([]), failure };
  const { body = '', isBase64Encoded, ...head } = (result ?? {}) as { body?: string; isBase64Encoded?: boolean };
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return {
    requestId,
    contentType: 'application/vnd.awslambda.http-integration-response',
    body: Readable.from([Buffer.concat([Buffer.from(JSON.stringify(head)), DELIMITER, bytes])]),
  };
}

async function run({ stub, event, context }: CalledFunction): Promise<{ result?: unknown; failure?: string }> {
  try {
    return { result: await stub?.(event, context) };
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { failure: JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') }) };
  }
}
