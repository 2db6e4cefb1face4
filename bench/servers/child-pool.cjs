// Two child processes that run a handler, one call at a time each.
'use strict';
const { fork } = require('node:child_process');

if (require.main === module) {
  const [file, name] = process.argv.slice(2);
  const handler = require(file)[name];
  process.on('message', async ({ id, event }) => process.send({ id, result: await handler(event, {}) }));
}

/** @returns a function that takes an event, and whom to tell the result */
function startPool(file, name) {
  const idle = [];
  const queue = [];
  const waiting = new Map();
  let next = 0;
  const pump = () => {
    while (idle.length && queue.length) {
      const child = idle.pop();
      const { event, done } = queue.shift();
      const id = ++next;
      waiting.set(id, done);
      child.send({ id, event });
    }
  };
  for (let i = 0; i < 2; i++) {
    const child = fork(__filename, [file, name]);
    child.on('message', ({ id, result }) => {
      const done = waiting.get(id);
      waiting.delete(id);
      idle.push(child);
      pump();
      done(result);
    });
    idle.push(child);
  }
  return (event, done) => {
    queue.push({ event, done });
    pump();
  };
}
module.exports = { startPool };
