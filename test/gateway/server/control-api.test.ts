import { createHash } from 'node:crypto';
import { LocalKeys, signRequest } from '../../../lib/gateway/authorizers';
import { credentialsForRole } from '../../../lib/gateway/authorizers/credentials';
import { systemClock } from '../../../lib/gateway/clock';
import type { FunctionModel, PolicyDocument } from '../../../lib/gateway/model';
import { createControlApi } from '../../../lib/gateway/server/control-api';
import type { LocalCredentials } from '../../../lib/gateway/services';
import { assembly, lambdaFunction, origin } from '../assembly-model';

const ROLE = 'arn:aws:iam::123456789012:role/caller';
const CALLER = 'arn:aws:sts::123456789012:assumed-role/caller/gatehouse';
const FN = lambdaFunction('target').arn;
const HOST = '127.0.0.1:9001';

const credentials: LocalCredentials = {
  accessKeyId: 'AKIDLOCAL',
  secretAccessKey: 'secret',
  userArn: 'arn:aws:iam::123456789012:user/local',
  accountId: '123456789012',
  generated: false,
};

type Statement = PolicyDocument['Statement'][number];

async function invoke(statements: readonly Statement[] | 'local user', target = 'target', fn?: Partial<FunctionModel>) {
  const policies = statements === 'local user' ? [] : [{ Statement: statements }];
  const model = assembly({
    functions: new Map([[FN, lambdaFunction('target', fn)]]),
    roles: new Map([[ROLE, { origin: origin('Role'), arn: ROLE, name: 'caller', policies }]]),
  });
  const api = createControlApi(
    { invoke: async () => ({ requestId: 'r', payload: '{}', logTail: '' }), invokeStream: () => Promise.reject() },
    { credentials },
    () => ({ model, state: { localKeys: new LocalKeys(undefined) } }),
  );
  const keys = statements === 'local user' ? credentials : credentialsForRole({ credentials }, ROLE);
  const body = Buffer.from('{}');
  const unsigned = {
    method: 'POST',
    target: `/2015-03-31/functions/${encodeURIComponent(target)}/invocations`,
    headers: [
      ['Host', HOST],
      ['x-amz-content-sha256', createHash('sha256').update(body).digest('hex')],
    ] as [string, string][],
    body,
  };
  const headers = signRequest(unsigned, { credentials: keys, service: 'lambda', region: 'us-east-1', now: Date.now() });
  const answer = await api({
    ...unsigned,
    headers,
    path: unsigned.target,
    query: '',
    remoteAddress: '127.0.0.1',
    receivedAt: systemClock.now(),
    signal: new AbortController().signal,
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(String(answer.body)) };
}

const allow = (Resource: string, Action = 'lambda:InvokeFunction'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe('Invoke', () => {
  test.each([
    ['by name', FN, 'target'],
    ['with a wildcard', `${FN.slice(0, -3)}*`, FN],
    ['of a version', `${FN}:*`, `${FN}:7`],
  ])('is open to a role whose policies allow the function %s', async (_how, resource, name) => {
    expect(await invoke([allow(resource)], name)).toMatchObject({ status: 200, body: {} });
  });

  test('is open to the local user', async () => {
    expect((await invoke('local user')).status).toBe(200);
  });

  test('is closed to a role whose policies do not name it, in the words of IAM', async () => {
    const { status, headers, body } = await invoke([allow(`${FN}-other`), allow(FN, 'lambda:GetFunction')]);
    expect(status).toBe(403);
    expect(headers).toContainEqual(['x-amzn-ErrorType', 'AccessDeniedException']);
    expect(body.Message).toBe(
      `User: ${CALLER} is not authorized to perform: lambda:InvokeFunction on resource: ${FN} because no identity-based policy allows the lambda:InvokeFunction action`,
    );
  });

  test('is closed by an explicit deny', async () => {
    const { body } = await invoke([allow('*'), { Effect: 'Deny', Action: 'lambda:*', Resource: FN }]);
    expect(body.Message).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  test('is opened by a permission of the function', async () => {
    expect((await invoke([], 'target', { invokePrincipals: [ROLE] })).status).toBe(200);
    expect((await invoke([], 'target', { invokePrincipals: [`${ROLE}-2`] })).status).toBe(403);
  });

  test('of a function that is not there is left to the operation', async () => {
    expect((await invoke([], 'nope')).status).toBe(200);
  });
});
