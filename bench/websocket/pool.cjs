// A ws server that builds an event and has a pool of two child processes echo it, one call at a time each.
'use strict';
const { randomUUID } = require('node:crypto');
const path = require('node:path');
const { WebSocketServer } = require('ws');
const { startPool } = require('../servers/child-pool.cjs');

const call = startPool(path.join(__dirname, 'handler/index.js'), 'echo');
new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, function () {
  console.log(`listening ${this.address().port}`);
}).on('connection', (socket) => {
  const connectionId = randomUUID();
  socket.on('message', (data) => call(eventOf(connectionId, data.toString()), ({ body }) => socket.send(body)));
});

function eventOf(connectionId, body) {
  const now = Date.now();
  return {
    requestContext: {
      routeKey: '$default',
      messageId: randomUUID(),
      eventType: 'MESSAGE',
      extendedRequestId: randomUUID(),
      requestTime: new Date(now).toISOString(),
      messageDirection: 'IN',
      stage: 'prod',
      connectedAt: now,
      requestTimeEpoch: now,
      identity: { sourceIp: '127.0.0.1' },
      requestId: randomUUID(),
      domainName: 'localhost',
      connectionId,
      apiId: 'abcdefghij',
    },
    body,
    isBase64Encoded: false,
  };
}
