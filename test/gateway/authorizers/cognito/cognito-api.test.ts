import { answerForCognito, type UserPools } from '../../../../lib/gateway/authorizers/cognito/cognito-api';
import { LocalKeys } from '../../../../lib/gateway/authorizers/cognito/local-keys';
import type { RawRequest } from '../../../../lib/gateway/server/raw';

const localKeys = new LocalKeys();
const pools = {
  model: { userPools: [{ id: 'eu-west-1_Local1234', local: true }] },
  state: { localKeys },
} as unknown as UserPools;

test('publishes the own keys for a user pool of the template', () => {
  const answer = answerForCognito(get('/eu-west-1_Local1234/.well-known/jwks.json'), pools);
  expect(answer?.status).toBe(200);
  expect(JSON.parse(String(answer?.body))).toEqual(localKeys.get().jwks);
});

test('sends whoever asks for the keys of another pool to AWS', () => {
  const place = (id: string) => answerForCognito(get(`/${id}/.well-known/jwks.json`), pools)?.headers;
  expect(place('us-east-1_Real12345')).toEqual([
    ['Location', 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Real12345/.well-known/jwks.json'],
  ]);
  expect(place('cn-north-1_Real12345')).toEqual([
    ['Location', 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Real12345/.well-known/jwks.json'],
  ]);
});

test('says which operation of Cognito it does not have, and the way out', () => {
  const headers = [['X-Amz-Target', 'AWSCognitoIdentityProviderService.AdminGetUser']];
  const answer = answerForCognito({ ...get('/'), method: 'POST', headers } as RawRequest, pools);
  expect(answer?.status).toBe(400);
  expect(String(answer?.body)).toMatch(/AdminGetUser.*AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER/);
});

test('leaves all other requests to others', () => {
  expect(answerForCognito(get('/2015-03-31/functions/f/invocations'), pools)).toBeUndefined();
  expect(answerForCognito(get('/../x/.well-known/jwks.json'), pools)).toBeUndefined();
});

function get(path: string): RawRequest {
  return { method: 'GET', path, headers: [] } as unknown as RawRequest;
}
