import type { AssemblyModel } from '../../model';
import { headerValue, type RawRequest, type RawResponse } from '../../server/raw';
import type { LocalKeys } from './local-keys';

const KEYS = /^\/([\w-]+_[A-Za-z0-9]+)\/\.well-known\/jwks\.json$/;
const OPERATION = /^AWSCognitoIdentityProviderService\./;

export interface UserPools {
  readonly model: Pick<AssemblyModel, 'userPools'>;
  readonly state: { readonly localKeys: Pick<LocalKeys, 'get'> };
}

/**
 * What functions ask of Cognito: the keys of a user pool, which are the gateway's own for pools of the template, and where
 * AWS has them for others. Undefined for requests that are not for Cognito.
 */
export function answerForCognito(request: RawRequest, { model, state }: UserPools): RawResponse | undefined {
  const operation = headerValue(request.headers, 'x-amz-target') ?? '';
  if (OPERATION.test(operation)) return refuse(operation.replace(OPERATION, ''));
  const [path, id] = KEYS.exec(request.path) ?? [];
  if (id === undefined || request.method !== 'GET') return undefined;
  if (model.userPools.some((pool) => pool.id === id && pool.local)) return answer(200, state.localKeys.get().jwks);
  const region = id.slice(0, id.indexOf('_'));
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const location = `https://cognito-idp.${region}.${suffix}${path}`;
  return { status: 307, headers: [['Location', location]], body: Buffer.alloc(0) };
}

function refuse(operation: string): RawResponse {
  const message = `Cognito's ${operation} is not emulated: set AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER to an endpoint that has it`;
  return answer(400, { __type: 'UnsupportedOperationException', message });
}

function answer(status: number, content: object): RawResponse {
  return { status, headers: [['Content-Type', 'application/json']], body: Buffer.from(JSON.stringify(content)) };
}
