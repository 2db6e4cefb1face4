import { evaluateSelection } from '../../../../lib/gateway/websocket/selection/evaluate';
import { JsonBody } from '../../../../lib/gateway/websocket/selection/json-body';

const message = {
  service: 'chat',
  action: 'join',
  data: { room: 'room1234', tags: ['a', 'b'] },
  count: 3,
  on: true,
  nothing: null,
  tricky: '${request.body.action}',
};

const select = (expression: string) => evaluateSelection(expression, { body: new JsonBody(JSON.stringify(message)) });

test.each([
  ['$request.body.action', 'join'],
  ['${request.body.action}', 'join'],
  ['${request.body.service}/${request.body.action}', 'chat/join'],
  ['${request.body.action}-${request.body.invalidPath}', 'join-'],
  ['$request.body.service/$request.body.action', 'chat/join'],
  ['action', 'action'],
  ['\\$default', '$default'],
  ['$request.body.data.room', 'room1234'],
  ['$request.body.data.tags[1]', 'b'],
  ['${request.body.data.tags}', '["a","b"]'],
  ['$request.body.count', '3'],
  ['$request.body.on', 'true'],
  ['$request.body.nothing', ''],
  ['$request.body.__proto__', ''],
  ['$request.body.action.length', ''],
  ['\\${request.body.action}', '${request.body.action}'],
  ['a\\b$', 'a\\b$'],
  ['', ''],
])('%s selects "%s"', (expression, value) => {
  expect(select(expression)).toBe(value);
});

test('evaluates once: a value that looks like a variable stays text', () => {
  expect(select('$request.body.tricky')).toBe('${request.body.action}');
});

test('reads the request, the context and stage variables', () => {
  const sources = {
    headers: [['X-Api-Key', 'k1']] as const,
    query: new Map([['room', ['a', 'b']]]),
    context: { authorizer: { usageIdentifierKey: 'k2' }, routeKey: 'join' },
    stageVariables: { color: 'blue' },
  };
  expect(evaluateSelection('$request.header.x-api-key', sources)).toBe('k1');
  expect(evaluateSelection('$request.querystring.room', sources)).toBe('b');
  expect(evaluateSelection('$context.authorizer.usageIdentifierKey', sources)).toBe('k2');
  expect(evaluateSelection('${context.routeKey}-${stageVariables.color}', sources)).toBe('join-blue');
});

test('reads what a backend answered', () => {
  const response = { headers: [['X-Kind', 'short']] as const, body: new JsonBody('{"kind":"long"}') };
  expect(evaluateSelection('$integration.response.body.kind', { response })).toBe('long');
  expect(evaluateSelection('${integration.response.header.x-kind}', { response })).toBe('short');
});

test('knows no value of what is no JSON', () => {
  expect(evaluateSelection('$request.body.action', { body: new JsonBody('{"action":') })).toBe('');
});
