// A bare server that builds the event and calls the handler in a pool of two child processes, one call at a time each.
'use strict';
const { fork } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');
const { eventOf } = require('./event.cjs');

if (process.argv[2] === 'child') {
  const { handler } = require(path.join(__dirname, 'handler/index.js'));
  process.on('message', async ({ id, event }) => process.send({ id, result: await handler(event, {}) }));
} else {
  const idle = [];
  const queue = [];
  const waiting = new Map();
  let next = 0;
  const pump = () => {
    while (idle.length && queue.length) {
      const child = idle.pop();
      const { event, done } = queue.shift();
      const id = ++next;
      waiting.set(id, { done, child });
      child.send({ id, event });
    }
  };
  for (let i = 0; i < 2; i++) {
    const child = fork(__filename, ['child']);
    child.on('message', ({ id, result }) => {
      const call = waiting.get(id);
      waiting.delete(id);
      idle.push(child);
      pump();
      call.done(result);
    });
    idle.push(child);
  }
  http
    .createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        queue.push({
          event: eventOf(request, Buffer.concat(chunks)),
          done(result) {
            const body = Buffer.from(result.body ?? '');
            response.writeHead(result.statusCode, { ...result.headers, 'content-length': body.length });
            response.end(body);
          },
        });
        pump();
      });
    })
    .listen(Number(process.argv[2] ?? 0), '127.0.0.1', function () {
      console.log(`listening ${this.address().port}`);
    });
}
