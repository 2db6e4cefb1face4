// A ws server that builds an event and has a pool of two child processes echo it, one call at a time each.
'use strict';
const { fork } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { WebSocketServer } = require('ws');

if (process.argv[2] === 'child') {
  const { echo } = require('./handler');
  process.on('message', async ({ id, event }) => process.send({ id, result: await echo(event, {}) }));
} else {
  const idle = [];
  const queue = [];
  const waiting = new Map();
  let next = 0;
  const pump = () => {
    while (idle.length && queue.length) {
      const child = idle.pop();
      const { event, done } = queue.shift();
      waiting.set(++next, done);
      child.send({ id: next, event });
    }
  };
  for (let i = 0; i < 2; i++) {
    const child = fork(__filename, ['child']);
    child.on('message', ({ id, result }) => {
      const done = waiting.get(id);
      waiting.delete(id);
      idle.push(child);
      pump();
      done(result);
    });
    idle.push(child);
  }
  new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, function () {
    console.log(`listening ${this.address().port}`);
  }).on('connection', (socket) => {
    const connectionId = randomUUID();
    socket.on('message', (data) => {
      queue.push({ event: eventOf(connectionId, data.toString()), done: ({ body }) => socket.send(body) });
      pump();
    });
  });
}

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
