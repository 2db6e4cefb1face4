import { assembly } from '../assembly-model';
import { closeAll, codeOf, lambda, route, start, TWO_WAY, webSocketApi } from './chat';

afterEach(closeAll);

/** Posts back to the sender at the address that `endpoint` is, by the official client. */
const poster = (endpoint: string) => `
  const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');
  exports.handler = async ({ requestContext: { connectionId, domainName, stage, apiId }, body }) => {
    const client = new ApiGatewayManagementApiClient({ maxAttempts: 1, ...(${endpoint}) });
    await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'posted ' + body }));
    return { statusCode: 200 };
  };`;

const oneRoute = webSocketApi([route('$default', lambda('fn'))]);

test.each([
  ['that its event names, by https', '{ endpoint: `https://${domainName}/${stage}` }'],
  ['of the service', '{ endpoint: `https://${apiId}.execute-api.us-east-1.amazonaws.com/${stage}` }'],
  ['that its environment names', '{}'],
])('a function reaches connections at the address %s', async (_name, endpoint) => {
  const fn = codeOf('fn', poster(endpoint));
  const { connect, requests } = await start(
    assembly({ webSocketApis: [oneRoute], functions: new Map([[fn.arn, fn]]) }),
  );
  const peer = await connect();
  expect(await peer.ask('x')).toBe('posted x');
  expect(requests().find(({ decidedBy }) => decidedBy === '@connections')).toMatchObject({
    method: 'POST',
    status: 200,
  });
});

test('fetch over https reaches the API too, and https elsewhere stays https', async () => {
  const fn = codeOf(
    'fn',
    `const https = require('node:https');
     exports.handler = async ({ requestContext: { domainName, stage } }) => {
       const own = await fetch('https://' + domainName + '/' + stage);
       const other = await new Promise((resolve) => {
         https.get({ host: '127.0.0.1', port: 1 }, () => {}).on('error', ({ code }) => resolve(code));
       });
       return { body: own.status + ' ' + other };
     };`,
  );
  const api = webSocketApi([route('$default', lambda('fn'), TWO_WAY)]);
  const { connect } = await start(assembly({ webSocketApis: [api], functions: new Map([[fn.arn, fn]]) }));
  expect(await (await connect()).ask('x')).toBe('403 ECONNREFUSED');
});

test('a function that is killed in a message answers that client with an error, and nobody else notices', async () => {
  const fn = codeOf(
    'fn',
    `exports.handler = async ({ body }) => {
       if (body === 'die') process.kill(process.pid, 'SIGKILL');
       return { body: body + ' ' + process.pid };
     };`,
  );
  const api = webSocketApi([route('$default', lambda('fn'), TWO_WAY)]);
  const { connect } = await start(assembly({ webSocketApis: [api], functions: new Map([[fn.arn, fn]]) }));
  const [one, other] = [await connect(), await connect()];
  const [failed, fine] = await Promise.all([one.ask('die'), other.ask('live')]);
  expect(JSON.parse(failed)).toMatchObject({ message: 'Internal server error' });
  expect(fine).toMatch(/^live \d+$/);
  expect(await one.ask('live')).toMatch(/^live \d+$/);
});
