import { inPhase } from '../../rest/access-phases';
import { buildContext } from '../../rest/context';
import type { Caller, RoutedCall } from '../../rest/call';
import { matchesWhole } from '../../rest/mapping/java-pattern';
import { renderStageVariables } from '../../rest/mapping/render-uri';
import { Refusal } from '../../rest/refusal';
import type { RestAuthorizerModel } from '../../model';
import type { AuthorizerResult } from '../authorizer-results';
import { questionOf } from '../iam';
import { combineVerdicts, type Decision, evaluatePolicies, type PolicyQuestion } from '../policy';
import { evaluateResourcePolicy, refuseByPolicy } from '../resource-policy';
import { buildRequestEvent, buildTokenEvent } from './authorizer-event';
import { identityValue } from './identity-source';
import { invokeAuthorizer } from './invoke-authorizer';

/** Longer resources of an authorizer's policy are not honoured. */
const MAX_RESOURCE_LENGTH = 512;

/**
 * TOKEN and REQUEST authorizers. What the resource policy denies outright never reaches the function; the kept
 * policy is asked again for every method.
 */
export function authorizeLambda(call: RoutedCall, authorizer: RestAuthorizerModel): Caller | Promise<Caller> {
  const question = questionOf(call, { action: 'execute-api:Invoke' });
  const resource = evaluateResourcePolicy(call, question);
  if (resource?.verdict === 'Deny') {
    return inPhase(call, 'authorize', () => {
      throw refuseByPolicy(question, { isExplicit: true, reason: `resource policy: ${resource.reason}` });
    });
  }
  const answer = inPhase(call, 'authorizer', () => findAnswer(call, authorizer));
  const admit = (found: Answer): Caller =>
    inPhase(call, 'authorize', () => decide(call, { authorizer, question, resource }, found));
  return answer instanceof Promise ? answer.then(admit) : admit(answer);
}

interface Answer {
  readonly result: AuthorizerResult;
  readonly latencyMs: number;
}

/** The result that is kept, or what the function says now. */
function findAnswer(call: RoutedCall, authorizer: RestAuthorizerModel): Answer | Promise<Answer> {
  const identity = readIdentity(call, authorizer);
  const kept = identity.cacheKey && call.services.state.authorizerResults.get(identity.cacheKey);
  return kept ? { result: kept, latencyMs: 0 } : askFunction(call, authorizer, identity);
}

interface Inquiry {
  readonly authorizer: RestAuthorizerModel;
  readonly question: PolicyQuestion;
  /** What the resource policy says. */
  readonly resource?: Decision;
}

interface Identity {
  readonly token?: string;
  /** Undefined: results are not kept. */
  readonly cacheKey?: string;
}

/** @throws Refusal UNAUTHORIZED when a source is missing or the token is not of the form that the authorizer wants */
function readIdentity(call: RoutedCall, authorizer: RestAuthorizerModel): Identity {
  const context = authorizer.identitySources.some((source) => source.startsWith('context.'))
    ? buildContext({ call })
    : {};
  const values = authorizer.identitySources.map((source) => {
    const value = identityValue(source, call, context);
    if (value === undefined) throw unauthorized(`identity source ${source} is missing or empty`);
    return value;
  });
  const expression = authorizer.identityValidationExpression;
  if (authorizer.type === 'TOKEN' && expression && !matchesExpression(expression, values[0] ?? '')) {
    throw unauthorized(`the token does not match the validation expression "${expression}"`);
  }
  const isKept = authorizer.ttlSeconds > 0 && values.length > 0;
  return {
    token: values[0],
    ...(isKept && { cacheKey: JSON.stringify([call.api.id, call.stage.name, authorizer.id, ...values]) }),
  };
}

function matchesExpression(expression: string, token: string): boolean {
  try {
    return matchesWhole(expression, token);
  } catch {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', {
      message: null,
      reason: `the validation expression "${expression}" is no regular expression`,
    });
  }
}

async function askFunction(call: RoutedCall, authorizer: RestAuthorizerModel, identity: Identity): Promise<Answer> {
  const { services, api, phases } = call;
  const startedAt = services.clock.now();
  const result = await invokeAuthorizer(services, {
    uri: renderStageVariables(authorizer.uri ?? '', call.stageVariables),
    sourceArn: `arn:aws:execute-api:${api.origin.region}:${api.origin.accountId}:${api.id}/authorizers/${authorizer.id}`,
    credentials: authorizer.credentials,
    standIn: authorizer.standIn,
    event: authorizer.type === 'TOKEN' ? buildTokenEvent(call, identity.token ?? '') : buildRequestEvent(call),
    traceId: call.traceId,
    onAnswer: ({ requestId }) => {
      const latency = services.clock.now() - startedAt;
      if (phases)
        phases.authorizer = { status: 200, latency, integrationLatency: latency, integrationStatus: 200, requestId };
    },
  });
  if (identity.cacheKey !== undefined) {
    services.state.authorizerResults.set(identity.cacheKey, result, { ttlMs: authorizer.ttlSeconds * 1000 });
  }
  return { result, latencyMs: services.clock.now() - startedAt };
}

function decide(call: RoutedCall, { authorizer, question, resource }: Inquiry, { result, latencyMs }: Answer): Caller {
  const own = evaluatePolicies([result.policy], question, { kind: 'identity', maxResourceLength: MAX_RESOURCE_LENGTH });
  const caller: Caller = {
    identity: {},
    authorizer: { ...result.context, principalId: result.principalId, integrationLatency: latencyMs },
    usageIdentifierKey: result.usageIdentifierKey,
  };
  const outcome = combineVerdicts(own.verdict, resource?.verdict ?? 'Silent', 'same');
  if (outcome === 'Allow') {
    call.trace?.push({
      stage: 'authorize',
      text: `authorizer "${authorizer.name}", principal "${result.principalId}", ${latencyMs} ms: ${own.reason}`,
    });
    return caller;
  }
  throw new Refusal('ACCESS_DENIED', {
    message: `User is not authorized to access this resource${outcome === 'Deny' ? ' with an explicit deny' : ''}`,
    messageKey: 'Message',
    caller,
    reason: `the authorizer's policy for "${result.principalId}": ${own.reason}`,
  });
}

function unauthorized(reason: string): Refusal {
  return new Refusal('UNAUTHORIZED', { message: 'Unauthorized', reason });
}
