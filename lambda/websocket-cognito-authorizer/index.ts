import type {
  APIGatewayAuthorizerResult,
  APIGatewayAuthorizerResultContext,
  APIGatewayRequestAuthorizerEvent,
} from 'aws-lambda';
import { readToken } from './read-token';
import { type Claims, verifyToken } from './verify-token';

/** Lets a connection in by a token of a Cognito user pool, and gives it the token's claims. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const token = readToken(event, process.env.TOKEN_SOURCES ?? '');
  // API Gateway answers 401 to this very message, and 500 to every other.
  if (token === undefined) throw new Error('Unauthorized');
  const claims = await verifyToken(token);
  if (claims === undefined) throw new Error('Unauthorized');
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: isAllowed(claims) ? 'Allow' : 'Deny', Resource: event.methodArn },
      ],
    },
    context: flatten(claims),
  };
}

function isAllowed({ scope }: Claims): boolean {
  const wanted = process.env.SCOPES?.split(' ');
  if (wanted === undefined) return true;
  const granted = typeof scope === 'string' ? scope.split(' ') : [];
  return wanted.some((each) => granted.includes(each));
}

/** A context holds text, numbers and booleans only. Lists are written as API Gateway writes them for REST APIs. */
function flatten(claims: Claims): APIGatewayAuthorizerResultContext {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value.join(',')];
      return [name, typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)];
    }),
  );
}
