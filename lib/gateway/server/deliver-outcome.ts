import { randomUUID } from 'node:crypto';
import type { EventOutcome } from '../lambda/async-invocations';
import type { GatewayServices } from '../services';

interface Message {
  readonly method: 'POST' | 'PUT';
  readonly service: 'sqs' | 'sns' | 'events' | 's3';
  readonly path?: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const ENDPOINT_VARIABLES = { sqs: 'SQS', sns: 'SNS', events: 'EVENTBRIDGE', s3: 'S3' } as const;
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const TIMEOUT_MS = 10_000;

/**
 * Sends the outcome of an asynchronous event to the queue, topic, bus or bucket that the function names, where the
 * environment has an endpoint of that service. Answers why it did not arrive; rejects never.
 */
export async function deliverOutcome(services: GatewayServices, outcome: EventOutcome): Promise<string | undefined> {
  const message = messageFor(outcome, services.clock.now());
  if (!message) return 'no service on localhost takes it';
  const variable = ENDPOINT_VARIABLES[message.service];
  if (services.endpointOf(variable) === undefined) {
    return `set AWS_ENDPOINT_URL_${variable} (or AWS_ENDPOINT_URL) to an endpoint that takes it`;
  }
  const { callService } =
    require('../rest/integrations/aws/call-service') as typeof import('../rest/integrations/aws/call-service');
  const { method, service, path = '/', headers, body } = message;
  try {
    const answer = await callService(services, {
      uri: { region: outcome.destination.split(':')[3] || services.region, service, path, query: '' },
      method,
      headers: [...headers, ['User-Agent', 'AWSLambda']],
      query: new Map(),
      body: Buffer.from(body),
      apiId: '',
      timeoutMs: TIMEOUT_MS,
    });
    return answer.status < 300 ? undefined : `${service} answered ${answer.status}: ${answer.body.toString('utf8')}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function messageFor(outcome: EventOutcome, now: number): Message | undefined {
  const [, , service, , account, name] = outcome.destination.split(':');
  switch (service) {
    case 'sqs': {
      const form = [
        ['Action', 'SendMessage'],
        ['Version', '2012-11-05'],
        ['MessageBody', outcome.body],
      ] as const;
      const body = formOf([...form, ...attributesOf(outcome, 'MessageAttribute')]);
      return { method: 'POST', service, path: `/${account}/${name}`, headers: [FORM], body };
    }
    case 'sns': {
      const form = [
        ['Action', 'Publish'],
        ['Version', '2010-03-31'],
        ['TopicArn', outcome.destination],
      ] as const;
      const attributes = attributesOf(outcome, 'MessageAttributes.entry');
      return {
        method: 'POST',
        service,
        headers: [FORM],
        body: formOf([...form, ['Message', outcome.body], ...attributes]),
      };
    }
    case 'events':
      return {
        method: 'POST',
        service,
        headers: [
          ['Content-Type', 'application/x-amz-json-1.1'],
          ['X-Amz-Target', 'AWSEvents.PutEvents'],
        ],
        body: JSON.stringify({ Entries: [entryOf(outcome, now)] }),
      };
    case 's3':
      return {
        method: 'PUT',
        service,
        path: `/${name}/${objectKey(outcome.functionName, now)}`,
        headers: [['Content-Type', 'application/json']],
        body: outcome.body,
      };
    default:
      return undefined;
  }
}

function entryOf({ destination, functionArn, isSuccess, body }: EventOutcome, now: number): object {
  return {
    Time: Math.floor(now / 1000),
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${isSuccess ? 'Success' : 'Failure'}`,
    Detail: body,
    EventBusName: destination,
    Resources: [destination, functionArn],
  };
}

/** `aws/lambda/async/NAME/2026/01/31/2026-01-31T12.30.00-UUID` */
function objectKey(functionName: string, now: number): string {
  const time = new Date(now).toISOString();
  const folder = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/async/${functionName}/${folder}/${time.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
}

function attributesOf({ attributes = {} }: EventOutcome, prefix: string): [string, string][] {
  return Object.entries(attributes).flatMap(([name, value], index): [string, string][] => [
    [`${prefix}.${index + 1}.Name`, name],
    [`${prefix}.${index + 1}.Value.DataType`, typeof value === 'number' ? 'Number' : 'String'],
    [`${prefix}.${index + 1}.Value.StringValue`, `${value}`],
  ]);
}

function formOf(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}
