// A bare http server: the least that can answer.
'use strict';
const http = require('node:http');
const body = '{"ok":true}';
http
  .createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  })
  .listen(0, '127.0.0.1', function () {
    console.log(`listening ${this.address().port}`);
  });
