import { PassThrough } from 'node:stream';
import { signRequest } from '../../../lib/gateway/authorizers';
import type { GatewayEvent } from '../../../lib/gateway/events';
import { type Gateway, startGateway } from '../../../lib/gateway/gateway';
import type { RestApiModel, RestMethodModel } from '../../../lib/gateway/model';
import { writeAccessLog } from '../../../lib/gateway/rest/stages/write-access-log';
import type { HeaderList } from '../../../lib/gateway/server/raw';
import {
  FakeFunctions,
  HandClock,
  invocationUri,
  LOCAL_USER,
  makeCall,
  makeServices,
  policy,
  REGION,
} from '../authorizers/routed-call';

const FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  authenticate: '$context.authenticate.status $context.authenticate.error',
  authorizer: '$context.authorizer.status $context.authorizer.latency $context.authorizer.error',
  function:
    '$context.authorizer.integrationStatus $context.authorizer.integrationLatency $context.authorizer.requestId',
  authorize: '$context.authorize.status $context.authorize.error',
  principal: '$context.authorizer.principalId',
});

const destination = { destinationArn: 'arn:log', format: FORMAT };

describe('the phases of access control in an access log', () => {
  const clock = new HandClock();
  const lines: Record<string, string>[] = [];
  let gateway: Gateway;
  let answer: () => unknown;

  beforeAll(async () => {
    const decide = () => {
      clock.advance(7);
      return answer();
    };
    const { functions } = makeServices({ handlers: { auth: () => ({}) } }).model;
    gateway = await startGateway({
      assembly: {
        ...makeServices({}).model,
        functions,
        restApis: [apiOf(makeCall({ authorizer: { ttlSeconds: 60 } }))],
      },
      listen: false,
      clock,
      credentials: LOCAL_USER,
      environment: {},
      intercept: () => new FakeFunctions({ auth: decide }),
      onEvent: (event: GatewayEvent) => {
        if (event.event === 'access-log') lines.push(JSON.parse(event.line));
      },
    });
  });
  afterAll(() => gateway.close());

  const log = async (target: string, headers: HeaderList = []) => {
    await gateway.send('Api', { method: 'GET', target: `/prod${target}`, headers });
    const { requestId: _, ...line } = lines.at(-1) ?? {};
    return line;
  };
  const token = (value: string) => [['Authorization', value]] as const;
  const NONE = {
    authenticate: '- -',
    authorizer: '- - -',
    function: '- - -',
    authorize: '- -',
    principal: '-',
  };

  test('are absent where a method asks nobody', async () => {
    expect(await log('/open')).toEqual(NONE);
  });

  test('are the authorizer and what its policy says, and tell a function that was asked from a kept answer', async () => {
    answer = () => ({ principalId: 'alice', policyDocument: policy('Allow', '*') });
    const allowed = { ...NONE, authorizer: '200 7 -', function: '200 7 r', authorize: '200 -', principal: 'alice' };
    expect(await log('/token', token('a'))).toEqual(allowed);
    expect(await log('/token', token('a'))).toEqual({ ...allowed, authorizer: '200 0 -', function: '- 0 -' });
  });

  test('name what refused a call', async () => {
    expect(await log('/token')).toEqual({ ...NONE, authorizer: '401 0 Unauthorized' });
    answer = () => ({ principalId: 'bob', policyDocument: policy('Deny', '*') });
    const message = 'User is not authorized to access this resource with an explicit deny';
    expect(await log('/token', token('b'))).toMatchObject({
      authorizer: '200 7 -',
      authorize: `403 ${message}`,
      principal: 'bob',
    });
    answer = () => {
      throw new Error('out of order');
    };
    expect(await log('/token', token('c'))).toMatchObject({
      authorizer: '500 7 the authorizer failed: out of order',
      function: '200 7 r',
      authorize: '- -',
    });
  });

  test('are the signature and the policies with IAM', async () => {
    const host = new URL(gateway.apis[0].url).host;
    const headers = signRequest(
      { method: 'GET', target: '/prod/signed', headers: [['Host', host]], body: Buffer.alloc(0) },
      { service: 'execute-api', region: REGION, credentials: LOCAL_USER, now: clock.now() },
    );
    expect(await log('/signed', headers)).toEqual({ ...NONE, authenticate: '200 -', authorize: '200 -' });
    expect(await log('/signed')).toEqual({ ...NONE, authenticate: '403 Missing Authentication Token' });
  });
});

test('the line of a streamed answer waits for its end, and tells how long what took', async () => {
  const clock = new HandClock();
  const lines: string[] = [];
  const services = {
    ...makeServices({ clock }),
    emit: (event: GatewayEvent) => void (event.event === 'access-log' && lines.push(event.line)),
  };
  const names = ['responseTransferMode', 'timeToAllHeaders', 'timeToFirstContent', 'latency'];
  const format = `$context.responseLength ${names.map((name) => `$context.integration.${name}`).join(' ')}`;
  const call = makeCall({ services, stage: { accessLog: { destinationArn: 'arn:log', format } } });
  const body = new PassThrough();
  writeAccessLog({ call }, { response: { status: 200, headers: [], body }, ms: 6, report: { latencyMs: 5 } });
  const sent: Buffer[] = [];
  body.on('data', (part: Buffer) => sent.push(part));
  body.resume();
  for (const part of ['one', 'three']) {
    clock.advance(10);
    body.write(part);
    await new Promise(setImmediate);
  }
  expect(lines).toEqual([]);
  body.end();
  await new Promise((resolve) => body.once('close', resolve));
  expect(Buffer.concat(sent).toString()).toBe('onethree');
  expect(lines).toEqual(['8 STREAMED 5 15 25']);
});

function apiOf({ api, method }: ReturnType<typeof makeCall>): RestApiModel {
  const at = (resourcePath: string, more: Partial<RestMethodModel>): RestMethodModel => ({
    ...method,
    resourcePath,
    integration: {
      ...method.integration,
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: [{ statusCode: '200', responseParameters: {}, responseTemplates: {} }],
    },
    authorizationType: 'NONE',
    ...more,
  });
  const uri = invocationUri('auth');
  const [authorizer] = Object.values(api.authorizers);
  return {
    ...api,
    authorizers: { auth01: { ...authorizer, uri } },
    methods: [
      at('/open', {}),
      at('/token', { authorizationType: 'CUSTOM', authorizerId: 'auth01' }),
      at('/signed', { authorizationType: 'AWS_IAM' }),
    ],
    stages: [{ ...makeCall().stage, accessLog: destination }],
  };
}
