import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import type { GatewayEvent } from '../../lib/gateway/events';
import { buildLambdaProxyEvent } from '../../lib/gateway/rest/events/lambda-proxy-event';
import { parseLambdaProxyResult, MalformedResult } from '../../lib/gateway/rest/events/lambda-proxy-result';
import { parseQuery } from '../../lib/gateway/rest/query-string';
import { createRouter } from '../../lib/gateway/rest/router';
import { LocalKeys } from '../../lib/gateway/authorizers';
import { createControlApi } from '../../lib/gateway/server/control-api';
import type { LocalCredentials } from '../../lib/gateway/services';
import { assembly, lambda, lambdaFunction, method, mock, restApi } from '../gateway/assembly-model';
import { count, Dice } from './counts';

const ROUNDS = count(300, 30_000);

const NAMES = [
  'a',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '{id}',
  '{id+}',
  '%2e%2e',
  '..',
  '',
  'é',
  '\0',
];
const VERBS = ['GET', 'ANY', 'POST', 'get', '__proto__', ''];
const TEXTS = [
  '',
  'a',
  '%',
  '%zz',
  '%C3%28',
  '%F0%9F',
  '+',
  '&&',
  '==',
  '__proto__=1',
  '%00',
  '\xff\xfe',
  '$input',
  '{{{',
];

const textOf = (dice: Dice) =>
  Array.from({ length: dice.below(6) }, () => (dice.below(4) ? dice.pick(TEXTS) : dice.latin1(dice.below(12)))).join(
    '',
  );

const headersOf = (dice: Dice) =>
  Array.from({ length: dice.below(8) }, (): [string, string] => [
    dice.pick([...NAMES, 'Host', 'content-type', 'Content-Encoding', 'X-Forwarded-For', 'Authorization', 'Expect']),
    textOf(dice),
  ]);

test('the router answers with a method or nothing, whatever the path', () => {
  const dice = new Dice(2);
  for (let round = 0; round < ROUNDS; round++) {
    const paths = Array.from({ length: 1 + dice.below(8) }, () =>
      ['', ...Array.from({ length: 1 + dice.below(4) }, () => dice.pick(NAMES))].join('/'),
    );
    const router = createRouter(paths.map((path) => method(dice.pick(VERBS), path, mock('{}'))));
    const match = router.match(dice.pick(VERBS), `/${textOf(dice)}/${dice.pick(NAMES)}`);
    if (match) expect(paths).toContain(match.method.resourcePath);
  }
});

test('a query has the names and values that stand in it, whatever those are', () => {
  const dice = new Dice(3);
  for (let round = 0; round < ROUNDS; round++) {
    const query = textOf(dice);
    const parsed = parseQuery(query);
    const pieces = query.split('&').filter((piece) => piece !== '');
    expect([...parsed.values()].flat()).toHaveLength(pieces.length);
  }
  const pairs = Array.from({ length: 50 }, (_, index): [string, string] => [
    `${dice.pick(NAMES)}${index}`,
    dice.latin1(9),
  ]);
  const encoded = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  expect([...parseQuery(encoded)].map(([name, [value]]) => [name, value])).toEqual(pairs);
});

test('what a function answers is a result, or says what is wrong with it', () => {
  const dice = new Dice(4);
  const keys = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded', '__proto__', 'cookies'];
  const values = [null, 200, '200', 99.5, -1, 1e9, '', 'x', [], [1], {}, { a: null }, { a: [1, null, {}] }, true];
  for (let round = 0; round < ROUNDS; round++) {
    const members = keys
      .filter(() => dice.below(3) > 0)
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(dice.pick(values))}`);
    const payload = dice.below(10) ? `{${members.join(',')}}` : textOf(dice);
    try {
      expect(parseLambdaProxyResult(payload).status).toEqual(expect.any(Number));
    } catch (error) {
      if (!(error instanceof MalformedResult)) throw new Error(payload, { cause: error });
    }
  }
});

describe('an API', () => {
  const events: GatewayEvent[] = [];
  let gateway: Gateway;

  beforeAll(async () => {
    const fn = lambdaFunction('fn');
    const mapped = mock('{"a":"$util.escapeJavaScript($input.params(\'a\'))"}', {
      requestTemplates: { 'application/json': '{"statusCode":200,"x":$input.json("$.a.b[0]")}' },
      requestParameters: { 'integration.request.header.x': 'method.request.header.a' },
    });
    const methods = [
      method('ANY', '/{id}', mapped),
      method('ANY', '/fn/{rest+}', lambda(fn)),
      method('GET', '/signed', mock('{}'), { authorizationType: 'AWS_IAM' }),
    ];
    const model = assembly({
      restApis: [restApi(methods, { binaryMediaTypes: ['image/*'] })],
      functions: new Map([[fn.arn, fn]]),
    });
    gateway = await startGateway({
      assembly: model,
      listen: false,
      environment: {},
      intercept: () => ({
        // The event is JSON that a function can read, and its head is made of own members alone.
        invoke: async (_arn, payload) => {
          const event = JSON.parse(payload) as ReturnType<typeof buildLambdaProxyEvent>;
          const names = [event.headers, event.multiValueHeaders].map((headers) => Object.keys(headers).join());
          if (names[0] !== names[1]) throw new Error(`header names differ: ${names.join(' and ')}`);
          return { requestId: 'r', payload: '{"statusCode":200}', logTail: '' };
        },
        invokeStream: () => Promise.reject(new Error('nothing streams here')),
      }),
      onEvent: (event) => events.push(event),
    });
  });

  afterAll(() => gateway.close());

  test('answers every request, and never by a fault of its own', async () => {
    const dice = new Dice(5);
    for (let round = 0; round < ROUNDS; round++) {
      events.length = 0;
      const request = {
        method: dice.pick(['GET', 'POST', 'PUT', 'PATCH', 'QUERY', 'TRACE', 'options', '']),
        target: dice.pick(['/prod/', '/prod/fn/', '/prod/signed?', '/', '//', 'http://h/prod/', '']) + textOf(dice),
        headers: headersOf(dice),
        body: Buffer.from(dice.pick(['', '{"a":{"b":[1]}}', '{"a"', '[', 'null', dice.latin1(20)]), 'latin1'),
      };
      const answer = await gateway.send('Api', request);
      const faults = events.filter(({ event }) => event === 'error');
      if (faults.length > 0) throw new Error(`${JSON.stringify(request)} ${JSON.stringify(faults)}`);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(600);
    }
  });
});

test('what functions call answers every request, and never by a fault of its own', async () => {
  const dice = new Dice(6);
  const fn = lambdaFunction('fn');
  const api = createControlApi(
    { invoke: async () => ({ requestId: 'r', payload: '{}', logTail: '' }), invokeStream: () => Promise.reject() },
    { credentials: CREDENTIALS },
    () => ({
      model: assembly({ functions: new Map([[fn.arn, fn]]) }),
      state: { localKeys: new LocalKeys(undefined) },
    }),
  );
  const scopes = ['AKIDLOCAL/20240501/us-east-1/lambda/aws4_request', 'AKIDLOCAL', '', '/////', 'ASIA/1/2/3/4'];
  const paths = [
    '/2015-03-31/functions/fn/invocations',
    '/2015-03-31/functions/%zz/invocations',
    '/',
    '',
    '/us-east-1_a/.well-known/jwks.json',
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const target = `${dice.pick(paths)}${dice.pick(['', '?', '?Qualifier=%', `?X-Amz-Signature=${textOf(dice)}`])}`;
    const [path, query = ''] = target.split('?');
    const authorization = `AWS4-HMAC-SHA256 Credential=${dice.pick(scopes)}, SignedHeaders=${dice.pick(['host', '', ';;', textOf(dice)])}, Signature=${textOf(dice)}`;
    const { status } = await api({
      method: dice.pick(['POST', 'GET', '']),
      target,
      path,
      query,
      headers: [
        ['Authorization', dice.pick([authorization, textOf(dice), 'AWS4-HMAC-SHA256', 'Bearer x'])],
        ['X-Amz-Date', dice.pick(['20240501T000000Z', '', 'x', textOf(dice)])],
        ['X-Amz-Security-Token', dice.pick(['', '.', 'a.b', 'e30.e30', textOf(dice)])],
        ...headersOf(dice),
      ],
      body: Buffer.from(textOf(dice), 'latin1'),
      remoteAddress: '127.0.0.1',
      receivedAt: 0,
      signal: new AbortController().signal,
    });
    expect(status).toBeGreaterThanOrEqual(200);
  }
});

const CREDENTIALS: LocalCredentials = {
  accessKeyId: 'AKIDLOCAL',
  secretAccessKey: 'secret',
  userArn: 'arn:aws:iam::123456789012:user/local',
  accountId: '123456789012',
  generated: false,
};
