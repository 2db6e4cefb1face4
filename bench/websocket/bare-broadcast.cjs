// A bare ws server that sends what it is asked to, as the function `broadcast` does.
'use strict';
const { randomUUID } = require('node:crypto');
const { WebSocketServer } = require('ws');

const sockets = new Map();
new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, maxPayload: 131_072 }, function () {
  console.log(`listening ${this.address().port}`);
}).on('connection', (socket) => {
  const connectionId = randomUUID().slice(0, 13);
  sockets.set(connectionId, socket);
  socket.on('close', () => sockets.delete(connectionId));
  socket.on('message', (data) => {
    const { ids, text } = JSON.parse(data.toString());
    if (!ids) return socket.send(connectionId);
    for (const id of ids) sockets.get(id)?.send(text);
    return undefined;
  });
});
