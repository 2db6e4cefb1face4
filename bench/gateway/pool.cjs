// A bare server that builds the event and calls the handler in a pool of two child processes, one call at a time each.
'use strict';
const http = require('node:http');
const path = require('node:path');
const { startPool } = require('../servers/child-pool.cjs');
const { eventOf } = require('./event.cjs');

const call = startPool(path.join(__dirname, 'handler/index.js'), 'handler');
http
  .createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      call(eventOf(request, Buffer.concat(chunks)), (result) => {
        const body = Buffer.from(result.body ?? '');
        response.writeHead(result.statusCode, { ...result.headers, 'content-length': body.length });
        response.end(body);
      });
    });
  })
  .listen(0, '127.0.0.1', function () {
    console.log(`listening ${this.address().port}`);
  });
