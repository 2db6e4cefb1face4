import { evaluatePolicies, conditionContext, identityValue, invokeAuthorizer } from '../../authorizers';
import type { AuthorizerResult } from '../../authorizers/authorizer-results';
import type { WebSocketAuthorizerModel } from '../../model';
import { inPhase } from '../../rest/access-phases';
import type { Caller } from '../../rest/call';
import { renderStageVariables } from '../../rest/mapping/render-uri';
import { Refusal } from '../../rest/refusal';
import type { Handshake, WebSocketCall } from '../call';
import { buildContext } from '../context';
import { buildAuthorizerEvent } from '../events/event';
import { MAX_AUTHORIZER_BYTES } from '../limits';
import { routeArn } from './route-arn';

/** CUSTOM: every identity source must be there, then the function decides; nothing is kept for the next client. @throws Refusal */
export async function authorizeLambda(
  call: WebSocketCall,
  handshake: Handshake,
  authorizer: WebSocketAuthorizerModel | undefined,
): Promise<Caller> {
  if (!authorizer) {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', { message: null, reason: 'the route names no authorizer' });
  }
  const answer = await inPhase(call, 'authorizer', () => askFunction(call, handshake, authorizer));
  return inPhase(call, 'authorize', () => decide(call, handshake, answer));
}

async function askFunction(
  call: WebSocketCall,
  handshake: Handshake,
  authorizer: WebSocketAuthorizerModel,
): Promise<Answer> {
  const requestContext = buildContext(call);
  requireIdentity(call, handshake, authorizer, requestContext);
  const { services, api, phases } = call;
  const startedAt = services.clock.now();
  const methodArn = routeArn(call, '$connect');
  const result = await invokeAuthorizer(services, {
    uri: renderStageVariables(authorizer.uri, call.stage.variables),
    sourceArn: `arn:aws:execute-api:${api.origin.region}:${api.origin.accountId}:${api.id}/authorizers/${authorizer.id}`,
    credentials: authorizer.credentials,
    standIn: authorizer.standIn,
    event: buildAuthorizerEvent(call, handshake, { methodArn, requestContext }),
    traceId: handshake.traceId,
    onAnswer: ({ requestId }) => {
      const latency = services.clock.now() - startedAt;
      if (phases)
        phases.authorizer = { status: 200, latency, integrationLatency: latency, integrationStatus: 200, requestId };
    },
  });
  checkSize(result);
  return { authorizer, result, methodArn, latencyMs: services.clock.now() - startedAt };
}

function requireIdentity(
  call: WebSocketCall,
  { request, query }: Handshake,
  authorizer: WebSocketAuthorizerModel,
  context: Readonly<Record<string, unknown>>,
): void {
  const parts = { request, query, stageVariables: call.stage.variables };
  const missing = authorizer.identitySources.find((source) => identityValue(source, parts, context) === undefined);
  if (missing === undefined) return;
  throw new Refusal('UNAUTHORIZED', {
    message: 'Unauthorized',
    reason: `identity source ${missing} is missing or empty`,
  });
}

function checkSize(result: AuthorizerResult): void {
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= MAX_AUTHORIZER_BYTES) return;
  throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', {
    message: null,
    reason: `the authorizer answered ${bytes} bytes, over ${MAX_AUTHORIZER_BYTES}`,
  });
}

interface Answer {
  readonly authorizer: WebSocketAuthorizerModel;
  readonly result: AuthorizerResult;
  readonly methodArn: string;
  readonly latencyMs: number;
}

function decide(call: WebSocketCall, { request }: Handshake, answer: Answer): Caller {
  const { authorizer, result, methodArn, latencyMs } = answer;
  const context = conditionContext({ api: call.api, request });
  const question = { action: 'execute-api:Invoke', resource: methodArn, context };
  const { verdict, reason } = evaluatePolicies([result.policy], question, { kind: 'identity' });
  const caller: Caller = {
    identity: {},
    authorizer: { ...result.context, principalId: result.principalId, integrationLatency: latencyMs },
    usageIdentifierKey: result.usageIdentifierKey,
  };
  const text = `authorizer "${authorizer.name}", principal "${result.principalId}", ${latencyMs} ms: ${reason}`;
  call.trace?.push({ stage: 'authorize', text });
  if (verdict === 'Allow') return caller;
  throw new Refusal('ACCESS_DENIED', {
    message: `User is not authorized to access this resource${verdict === 'Deny' ? ' with an explicit deny' : ''}`,
    caller,
    reason: text,
  });
}
