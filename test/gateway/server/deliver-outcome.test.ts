import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventOutcome } from '../../../lib/gateway/lambda/async-invocations';
import { deliverOutcome } from '../../../lib/gateway/server/deliver-outcome';
import { HandClock, LOCAL_USER, makeServices, START } from '../authorizers/routed-call';

interface Received {
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const received: Received[] = [];
let status = 200;
let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ line: `${method} ${url}`, headers, body: Buffer.concat(parts).toString() });
      response.writeHead(status, { Connection: 'close' }).end('answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received.length = 0;
  status = 200;
});

const OUTCOME: EventOutcome = {
  destination: 'arn:aws:sqs:eu-west-1:000000000000:failed',
  isSuccess: false,
  functionName: 'fn',
  functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:fn',
  body: '{"a":"ä&b"}',
};

function deliver(outcome: Partial<EventOutcome>, wanted?: string) {
  const services = {
    ...makeServices({ clock: new HandClock() }),
    endpointOf: (service: string) => (wanted === undefined || wanted === service ? endpoint : undefined),
  };
  return deliverOutcome(services, { ...OUTCOME, ...outcome });
}

test('a queue gets a message, signed for its region', async () => {
  const attributes = { RequestID: 'r-1', ErrorCode: 200, ErrorMessage: 'no' };
  expect(await deliver({ attributes }, 'SQS')).toBeUndefined();
  const [{ line, headers, body }] = received;
  expect(line).toBe('POST /000000000000/failed');
  expect(headers.authorization).toContain(`Credential=${LOCAL_USER.accessKeyId}/20260115/eu-west-1/sqs/aws4_request`);
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    Action: 'SendMessage',
    Version: '2012-11-05',
    MessageBody: OUTCOME.body,
    'MessageAttribute.1.Name': 'RequestID',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'r-1',
    'MessageAttribute.2.Name': 'ErrorCode',
    'MessageAttribute.2.Value.DataType': 'Number',
    'MessageAttribute.2.Value.StringValue': '200',
    'MessageAttribute.3.Name': 'ErrorMessage',
    'MessageAttribute.3.Value.DataType': 'String',
    'MessageAttribute.3.Value.StringValue': 'no',
  });
});

test('a topic gets a message', async () => {
  const destination = 'arn:aws:sns:us-east-1:000000000000:failed';
  expect(await deliver({ destination }, 'SNS')).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(received[0].body))).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: destination,
    Message: OUTCOME.body,
  });
});

test('a bus gets an event of Lambda', async () => {
  const destination = 'arn:aws:events:us-east-1:000000000000:event-bus/orders';
  expect(await deliver({ destination, isSuccess: true }, 'EVENTBRIDGE')).toBeUndefined();
  const [{ headers, body }] = received;
  expect(headers['x-amz-target']).toBe('AWSEvents.PutEvents');
  expect(JSON.parse(body)).toEqual({
    Entries: [
      {
        Time: START / 1000,
        Source: 'lambda',
        DetailType: 'Lambda Function Invocation Result - Success',
        Detail: OUTCOME.body,
        EventBusName: destination,
        Resources: [destination, OUTCOME.functionArn],
      },
    ],
  });
});

test('a bucket gets an object', async () => {
  expect(await deliver({ destination: 'arn:aws:s3:::failures' }, 'S3')).toBeUndefined();
  expect(received[0].line).toMatch(
    /^PUT \/failures\/aws\/lambda\/async\/fn\/2026\/01\/15\/2026-01-15T12\.00\.00-[0-9a-f-]{36}$/,
  );
  expect(received[0].body).toBe(OUTCOME.body);
});

test('why nothing arrives', async () => {
  expect(await deliver({}, 'SNS')).toBe('set AWS_ENDPOINT_URL_SQS (or AWS_ENDPOINT_URL) to an endpoint that takes it');
  expect(await deliver({ destination: 'arn:aws:kafka:us-east-1:000000000000:x' })).toBe(
    'no service on localhost takes it',
  );
  status = 400;
  expect(await deliver({})).toBe('sqs answered 400: answer');
});
