const { postToConnections } = require('../../../build/lib/handler');

/** Posts to the connections that a message lists; tells the sender of one that lists none who it is. */
exports.broadcast = async (event) => {
  const { ids, text } = JSON.parse(event.body);
  const { connectionId } = event.requestContext;
  if (!ids) return { statusCode: 200, body: connectionId };
  await postToConnections(event, ids, text);
  return { statusCode: 200 };
};
