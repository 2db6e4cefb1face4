// A bare ws server that echoes.
'use strict';
const { WebSocketServer } = require('ws');

new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, function () {
  console.log(`listening ${this.address().port}`);
}).on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
