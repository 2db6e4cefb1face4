import { localHosts } from '../../../lib/gateway/server/local-hosts';
import { webSocketApi } from '../websocket/chat';

const api = webSocketApi([]);
const domains = [
  { domainName: 'ws.example.com', basePath: '', apiId: api.id, stage: 'dev' },
  { domainName: 'api.example.com', basePath: '', apiId: 'rrrrrrrrrr', stage: 'prod' },
];

test('WebSocket APIs are known by their local address, that of the service, and their domains', () => {
  const origins = new Map([[api.id, 'ws://127.0.0.1:3001']]);
  expect(localHosts({ webSocketApis: [api], domains }, origins)).toEqual({
    '127.0.0.1:3001': 3001,
    'localhost:3001': 3001,
    'wwwwwwwwww.execute-api.us-east-1.amazonaws.com:443': 3001,
    'ws.example.com:443': 3001,
  });
});

test('one that does not listen is left alone', () => {
  const origins = new Map([[api.id, 'wss://wwwwwwwwww.execute-api.us-east-1.amazonaws.com']]);
  expect(localHosts({ webSocketApis: [api], domains }, origins)).toEqual({});
});
