exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: event.pathParameters.id }),
});
exports.mapped = async (order) => ({ id: order.id, customer: order.customer });
exports.authorize = async (event) => ({
  principalId: event.authorizationToken,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
  },
});
