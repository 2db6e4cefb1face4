// node reverse-proxy.cjs BACKEND: a bare reverse proxy, the least that can pass requests on.
'use strict';
const http = require('node:http');

const agent = new http.Agent({ keepAlive: true });
const { hostname, port } = new URL(process.argv[2]);
http
  .createServer((request, response) => {
    const { method, url: path, headers } = request;
    const onward = http.request({ agent, hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    if (method === 'GET') onward.end();
    else request.pipe(onward);
  })
  .listen(0, '127.0.0.1', function () {
    console.log(`listening ${this.address().port}`);
  });
