import { InvokeRefusal, type InvokeResult } from '../../lambda/invoker';
import type { AuthorizerStandIn } from '../../model';
import { Refusal, type GatewayResponseType } from '../../rest/refusal';
import type { GatewayServices } from '../../services';
import type { AuthorizerResult } from '../authorizer-results';
import { type FunctionReference, functionOfUri, parseFunctionArn } from '../../template/arns';
import { matchesGlob } from '../policy';
import { MalformedOutput, parseAuthorizerOutput } from './authorizer-output';

export interface AuthorizerInvocation {
  /** Invocation URI, or ARN, with stage variables put in. */
  readonly uri: string;
  /** ARN that a permission of the function must name: `…:API/authorizers/ID`. */
  readonly sourceArn: string;
  /** A role in place of a permission. */
  readonly credentials?: string;
  /** Decides instead of the function. */
  readonly standIn?: AuthorizerStandIn;
  readonly event: object;
  readonly traceId?: string;
  /** Sees what Lambda answered, of a function that failed as well. */
  onAnswer?(result: InvokeResult): void;
}

/**
 * Calls an authorizer function and reads its answer.
 * @throws Refusal UNAUTHORIZED when the function says so, else AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR
 */
export async function invokeAuthorizer(
  services: Pick<GatewayServices, 'functions' | 'model'>,
  invocation: AuthorizerInvocation,
): Promise<AuthorizerResult> {
  const { standIn } = invocation;
  if (standIn && 'verdict' in standIn) return resultOf(standIn.verdict);
  const { arn, qualifier } = standIn ? { arn: standIn.functionArn } : functionOf(invocation.uri);
  if (!standIn) checkPermission(services, invocation, arn);
  const result = await call(services, { arn, qualifier, invocation });
  invocation.onAnswer?.(result);
  if (result.functionError) throw failureOf(result.payload);
  try {
    return parseAuthorizerOutput(result.payload);
  } catch (error) {
    if (error instanceof MalformedOutput) throw fail('AUTHORIZER_CONFIGURATION_ERROR', error.message);
    throw error;
  }
}

function resultOf(verdict: 'allow' | 'deny'): AuthorizerResult {
  const Effect = verdict === 'allow' ? 'Allow' : 'Deny';
  return {
    principalId: verdict,
    policy: { Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: '*' }] },
    context: {},
  };
}

async function call(
  services: Pick<GatewayServices, 'functions'>,
  options: { readonly arn: string; readonly qualifier?: string; readonly invocation: AuthorizerInvocation },
) {
  const { arn, qualifier, invocation } = options;
  try {
    return await services.functions.invoke(arn, JSON.stringify(invocation.event), {
      qualifier,
      traceId: invocation.traceId,
    });
  } catch (error) {
    if (!(error instanceof InvokeRefusal)) throw error;
    const type =
      error.errorType === 'TooManyRequestsException' ? 'AUTHORIZER_FAILURE' : 'AUTHORIZER_CONFIGURATION_ERROR';
    throw fail(type, `${error.errorType}: ${error.message}`);
  }
}

function functionOf(uri: string): FunctionReference {
  const found = functionOfUri(uri) ?? parseFunctionArn(uri);
  if (!found) throw fail('AUTHORIZER_CONFIGURATION_ERROR', `"${uri}" is no Lambda function`);
  return found;
}

function checkPermission(
  { model }: Pick<GatewayServices, 'model'>,
  { credentials, sourceArn }: AuthorizerInvocation,
  arn: string,
): void {
  const target = model.functions.get(arn);
  if (!target || credentials !== undefined) return;
  const isAllowed = target.invokePermissions.some(
    ({ sourceArn: pattern }) => pattern === undefined || matchesGlob(pattern, sourceArn, { ignoreCase: false }),
  );
  if (isAllowed) return;
  throw fail(
    'AUTHORIZER_CONFIGURATION_ERROR',
    `function "${target.name}" does not permit API Gateway to invoke it for ${sourceArn}`,
  );
}

/** Only this exact message means that the client is to authenticate; every other failure is the authorizer's own. */
function failureOf(payload: string): Refusal {
  const message = errorMessageOf(payload);
  if (message === 'Unauthorized') {
    return new Refusal('UNAUTHORIZED', { reason: 'the authorizer answered "Unauthorized"' });
  }
  return fail('AUTHORIZER_FAILURE', `the authorizer failed: ${message}`);
}

function errorMessageOf(payload: string): string {
  try {
    const { errorMessage } = JSON.parse(payload) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : payload.slice(0, 200);
  } catch {
    return payload.slice(0, 200);
  }
}

function fail(type: GatewayResponseType, reason: string): Refusal {
  return new Refusal(type, { message: null, errorType: 'AuthorizerConfigurationException', reason });
}
