import type { aws_cognito as references } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { BundledFunction } from '../functions/bundled-function';
import { locateShippedEntry } from '../functions/shipped-entry';
import { RequestValue } from '../request-value';
import type { AuthorizerConfig } from './authorizer-config';
import type { CognitoAuthorizerOptions } from './cognito';

const SUBPROTOCOL = 'Sec-WebSocket-Protocol';

const DEFAULT_SOURCES = [
  RequestValue.header('Authorization'),
  RequestValue.header(SUBPROTOCOL),
  RequestValue.query('token'),
];

/** WebSocket APIs have no Cognito authorizer of their own: a function of ours checks the tokens. */
export function bindCognitoHandshakes(
  scope: Construct,
  userPool: references.IUserPoolRef,
  options: CognitoAuthorizerOptions,
): AuthorizerConfig {
  const { scopes = [], additionalUserPools = [], tokenHeader, audience, tokenSources = DEFAULT_SOURCES } = options;
  if (tokenHeader !== undefined) throw new Error('tokenHeader is for REST APIs: a WebSocket API takes tokenSources');
  const sources = tokenSources.map(describeSource);
  if (sources.length === 0) throw new Error('tokenSources must name a place where tokens stand, got []');
  const pools = [userPool, ...additionalUserPools];
  const handler = new BundledFunction(scope, 'CognitoAuthorizer', {
    entry: locateShippedEntry('websocket-cognito-authorizer'),
    description: 'Lets connections in by tokens of Cognito user pools',
    environment: {
      USER_POOL_IDS: pools.map(({ userPoolRef }) => userPoolRef.userPoolId).join(','),
      TOKEN_SOURCES: sources.map(({ place, name }) => `${place} ${name}`).join(','),
      ...(scopes.length > 0 && { SCOPES: scopes.join(' ') }),
      ...(audience !== undefined && { AUDIENCE: audience }),
    },
  });
  return {
    handler,
    handshake: {
      authorizationType: 'CUSTOM',
      ...(sources.length === 1 && { identitySources: sources.map(({ mapping }) => mapping) }),
      negotiatesProtocol: sources.some(({ name }) => name.toLowerCase() === SUBPROTOCOL.toLowerCase()),
    },
  };
}

interface TokenSource {
  readonly place: string;
  readonly name: string;
  readonly mapping: string;
}

function describeSource(value: RequestValue): TokenSource {
  const parameter = value._parameter;
  if (parameter && parameter.in !== 'path') {
    const { in: place, name } = parameter;
    return { place, name, mapping: value._mapping.replace(/^method\./, 'route.') };
  }
  throw new Error(`tokenSources takes values of header and query, got ${value._name}`);
}
