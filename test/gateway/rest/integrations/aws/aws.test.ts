import { InvokeRefusal, type InvokeOptions } from '../../../../../lib/gateway/lambda/invoker';
import { awsIntegration } from '../../../../../lib/gateway/rest/integrations/aws';
import { closeIdleConnections } from '../../../../../lib/gateway/rest/integrations/http/client';
import type { AssemblyModel, FunctionModel } from '../../../../../lib/gateway/model';
import { type CallOptions, integrationCall } from '../../routed-call';
import { type Backend, startBackend } from '../backend';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
let service: Backend;

beforeAll(async () => {
  service = await startBackend((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end('{"Count":0}');
  });
});

afterAll(async () => {
  closeIdleConnections();
  await service.close();
});

describe('services', () => {
  test('DynamoDB gets its target and a signature', async () => {
    const answer = await call('dynamodb:action/Query', {
      headers: [['Content-Type', 'application/json']],
      method: 'POST',
      body: '{"TableName":"t"}',
    });
    expect(last()).toMatchObject({ method: 'POST', target: '/' });
    expect(last().headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.Query',
      'content-type': 'application/x-amz-json-1.0',
      accept: 'application/json',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/dynamodb\//),
    });
    expect(`${answer.body}`).toBe('{"Count":0}');
  });

  test('a query protocol gets its action and mapped values in the query', async () => {
    await call('ssm:action/GetParameter', {
      integration: { requestParameters: { 'integration.request.querystring.Name': "'a/b'" } },
    });
    expect(last()).toMatchObject({ method: 'POST', target: '/?Action=GetParameter&Name=a%2Fb' });
    expect(last().headers).not.toHaveProperty('x-amz-target');
  });

  test('EventBridge needs its target from an override', async () => {
    await call('events:action/PutEvents', {
      method: 'POST',
      body: '{}',
      integration: {
        requestTemplates: {
          'application/json':
            '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1"){"Entries":[]}',
        },
      },
    });
    expect(last().headers).toMatchObject({
      'x-amz-target': 'AWSEvents.PutEvents',
      'content-type': 'application/x-amz-json-1.1',
    });
    expect(`${last().body}`).toBe('{"Entries":[]}');
  });

  test('S3 gets the path as the client encoded it, and a hash of the payload', async () => {
    await call('s3:path/bucket/{key}', {
      method: 'PUT',
      body: 'text',
      pathParameters: { key: 'a%20b/c' },
      integration: {
        httpMethod: 'ANY',
        requestParameters: { 'integration.request.path.key': 'method.request.path.key' },
      },
    });
    expect(last()).toMatchObject({ method: 'PUT', target: '/bucket/a%20b/c' });
    expect(last().headers['x-amz-content-sha256']).toHaveLength(64);
  });

  test('a path with two slashes is that of the service itself', async () => {
    await call('sns:path//', { method: 'POST', body: 'Action=Publish' });
    expect(last().target).toBe('/');
  });

  test('a service without an endpoint is refused by name', async () => {
    const integration = {
      type: 'AWS',
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:us-east-1:states:action/X',
    } as const;
    await expect(awsIntegration(integrationCall({ integration }))).rejects.toThrow('AWS_ENDPOINT_URL_SFN');
  });
});

describe('Lambda', () => {
  test('the body is the event, the result the answer', async () => {
    const { answer, invoked } = await invoke({ body: '{"a":1}' }, '{"b":2}');
    expect(invoked).toMatchObject({ payload: '{"a":1}', invocationType: 'RequestResponse' });
    expect(answer.status).toBe(200);
    expect(`${answer.body}`).toBe('{"b":2}');
  });

  test('no body is an empty event', async () => {
    expect((await invoke({}, 'null')).invoked.payload).toBe('{}');
  });

  test('responses are selected by the error message', async () => {
    const responses = [
      { statusCode: '200', responseParameters: {}, responseTemplates: {} },
      { statusCode: '404', selectionPattern: '.*not found.*', responseParameters: {}, responseTemplates: {} },
    ];
    const failed = await invoke({ integration: { responses } }, '{"errorMessage":"pet not found"}');
    expect(failed.answer.status).toBe(404);
    const worked = await invoke({ integration: { responses } }, '"pet not found"');
    expect(worked.answer.status).toBe(200);
  });

  test('a mapped header makes the call asynchronous: nothing comes back', async () => {
    const requestParameters = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" };
    const { answer, invoked } = await invoke({ integration: { requestParameters } }, 'null');
    expect(invoked.invocationType).toBe('Event');
    expect(`${answer.body}`).toBe('');
  });

  test('what Lambda says about the event reaches the client, what it says about access does not', async () => {
    const bad = new InvokeRefusal('InvalidRequestContentException', 'Could not parse request body into json');
    expect(`${(await invoke({}, bad)).answer.body}`).toContain('Could not parse');
    const denied = new InvokeRefusal('AccessDeniedException', 'no');
    await expect(invoke({}, denied)).rejects.toMatchObject({ type: 'INTEGRATION_FAILURE', options: { status: 500 } });
  });
});

async function call(target: string, options: CallOptions) {
  const uri = `arn:aws:apigateway:us-east-1:${target}`;
  return awsIntegration(
    integrationCall({
      ...options,
      integration: { httpMethod: 'POST', ...options.integration, type: 'AWS', uri },
      services: { endpointOf: () => service.url },
    }),
  );
}

async function invoke(options: CallOptions, result: string | InvokeRefusal) {
  let invoked: { payload: string } & InvokeOptions = { payload: '' };
  const functions = {
    invoke: async (_arn: string, payload: string, invokeOptions?: InvokeOptions) => {
      invoked = { payload, ...invokeOptions };
      if (result instanceof InvokeRefusal) throw result;
      return { requestId: 'r', payload: result, logTail: '' };
    },
    invokeStream: () => Promise.reject(new Error('not streamed')),
  };
  const model = {
    functions: new Map([
      [
        FUNCTION,
        { arn: FUNCTION, invokePermissions: [{ principal: 'apigateway.amazonaws.com' }] } as unknown as FunctionModel,
      ],
    ]),
  } as unknown as AssemblyModel;
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
  const answer = await awsIntegration(
    integrationCall({
      ...options,
      api: { origin: { region: 'us-east-1', accountId: '123456789012' } as never },
      integration: { httpMethod: 'POST', ...options.integration, type: 'AWS', uri },
      services: { functions: functions as never, model },
    }),
  );
  return { answer, invoked };
}

function last() {
  const seen = service.seen.at(-1);
  if (!seen) throw new Error('the service was not called');
  return seen;
}
