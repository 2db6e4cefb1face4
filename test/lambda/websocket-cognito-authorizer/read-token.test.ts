import { readToken } from '../../../lambda/websocket-cognito-authorizer/read-token';

const SOURCES = 'header Authorization,header Sec-WebSocket-Protocol,query token';
const TOKEN = 'aaa.bb-b.cc_c';

test.each([
  ['the header, whatever its case', { headers: { authorization: TOKEN } }],
  ['the header, behind its scheme', { headers: { Authorization: `Bearer ${TOKEN}` } }],
  ['the subprotocols', { headers: { 'sec-websocket-protocol': `chat, ${TOKEN}` } }],
  ['the query string', { queryStringParameters: { token: TOKEN } }],
  [
    'the next place, when the first has none',
    { headers: { Authorization: 'Basic abc' }, queryStringParameters: { token: TOKEN } },
  ],
])('finds a token in %s', (_place, handshake) => {
  expect(readToken(handshake, SOURCES)).toBe(TOKEN);
});

test.each([
  ['nothing is sent', {}],
  ['nothing is sent at all', { headers: null, queryStringParameters: null }],
  ['what is sent is no token', { headers: { Authorization: 'abc' }, queryStringParameters: { token: 'a b.c.d' } }],
  ['the token stands elsewhere', { queryStringParameters: { access_token: TOKEN } }],
  ['no subprotocol is a token', { headers: { 'Sec-WebSocket-Protocol': 'chat, v1.chat' } }],
])('finds none when %s', (_case, handshake) => {
  expect(readToken(handshake, SOURCES)).toBeUndefined();
});
