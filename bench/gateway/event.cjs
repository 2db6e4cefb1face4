// Builds the event that API Gateway sends to a function, with nothing around it.
'use strict';
const { randomBytes, randomUUID } = require('node:crypto');

function eventOf(request, body) {
  const url = new URL(request.url, 'http://localhost');
  const headers = {};
  const multiValueHeaders = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const [name, value] = [request.rawHeaders[i], request.rawHeaders[i + 1]];
    headers[name] = value;
    (multiValueHeaders[name] ??= []).push(value);
  }
  const fromService = {
    'X-Amzn-Trace-Id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    'X-Forwarded-For': request.socket.remoteAddress,
    'X-Forwarded-Port': String(request.socket.localPort),
    'X-Forwarded-Proto': 'http',
  };
  for (const [name, value] of Object.entries(fromService)) {
    headers[name] = value;
    multiValueHeaders[name] = [value];
  }
  const query = {};
  const multiValueQuery = {};
  for (const [name, value] of url.searchParams) {
    query[name] = value;
    (multiValueQuery[name] ??= []).push(value);
  }
  const now = new Date();
  const id = randomUUID();
  return {
    resource: '/orders/{id}',
    path: url.pathname,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: Object.keys(query).length ? query : null,
    multiValueQueryStringParameters: Object.keys(query).length ? multiValueQuery : null,
    pathParameters: { id: url.pathname.split('/').at(-1) },
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'abcdefghij',
      deploymentId: 'abcdef',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      extendedRequestId: `${id.slice(0, 12)}=`,
      httpMethod: request.method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.socket.remoteAddress,
        user: null,
        userAgent: headers['User-Agent'] ?? null,
        userArn: null,
      },
      path: `/prod${url.pathname}`,
      protocol: 'HTTP/1.1',
      requestId: id,
      requestTime: now.toISOString(),
      requestTimeEpoch: now.getTime(),
      resourceId: 'abcdef',
      resourcePath: '/orders/{id}',
      stage: 'prod',
    },
    body: body.length ? body.toString('utf8') : null,
    isBase64Encoded: false,
  };
}
module.exports = { eventOf };
