import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IBackend } from '../integrations/backend-config';

/** What answers a handshake, or hears of a connection's end: exactly one of `entry`, `handler` and `backend`. */
export interface WebSocketHandlerOptions {
  /**
   * JavaScript or TypeScript file with the function's code, absolute or relative to the working directory. It is bundled into a
   * function in the API's stack; routes with the same entry share it.
   *
   * @default - `handler` or `backend` answers
   */
  readonly entry?: string;

  /**
   * A function, alias, or imported function.
   *
   * @default - `entry` or `backend` answers
   */
  readonly handler?: lambda.IFunction;

  /**
   * Anything else, made by `Backend`.
   *
   * @default - `entry` or `handler` answers
   */
  readonly backend?: IBackend;

  /**
   * What the stage takes for this route, from all clients together. What is left out is as for the whole stage.
   *
   * @default - as for the whole stage
   */
  readonly throttle?: apigateway.ThrottleSettings;
}

/** A route of messages: exactly one of `entry`, `handler` and `backend` answers it. */
export interface WebSocketRouteOptions extends WebSocketHandlerOptions {
  /**
   * Whether the answer of the backend goes back to the client as a message: what a function returns as `body`, or what the templates
   * of the backend make of it.
   *
   * @default false
   */
  readonly reply?: boolean;

  /**
   * JSON Schema of the message, as an object or an `ApiModel`. Other messages are refused, and the backend never sees them.
   *
   * @default - messages are not looked at
   */
  readonly requestBody?: any;
}

const ANSWERS = ['entry', 'handler', 'backend'] as const;
const EVERY = [...ANSWERS, 'throttle'];
const MESSAGES = [...EVERY, 'reply', 'requestBody'];

/** Why an option of other APIs or routes has no place here. */
const MISPLACED: Readonly<Record<string, string>> = {
  authorizer: 'connections are authorized once, by the "authorizer" of the API',
  apiKeyRequired: 'keys are asked for once for each connection, by the "apiKeyRequired" of the API',
  cache: 'WebSocket APIs have no cache',
  reply: 'the answer of this route is no message',
  requestBody: 'this route has no message',
  requiredParameters: 'messages have no parameters: describe them by "requestBody"',
  responses: 'WebSocket APIs have no OpenAPI document',
};

/** What is wrong with the options of a route of messages, before anything is made of them. */
export function findRouteOptionFaults(options: WebSocketRouteOptions): string[] {
  return findFaults(options, MESSAGES);
}

/** The same for the routes of a connection's beginning and end. */
export function findHandlerOptionFaults(options: WebSocketHandlerOptions): string[] {
  return findFaults(options, EVERY);
}

function findFaults(options: WebSocketHandlerOptions, known: readonly string[]): string[] {
  const faults = Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) => `unknown option "${key}": ${MISPLACED[key] ?? `known are ${known.join(', ')}`}`);
  const given = ANSWERS.filter((key) => options[key] !== undefined);
  if (given.length === 0) faults.push('nothing answers it: give one of entry, handler and backend');
  if (given.length > 1) faults.push(`both "${given.join('" and "')}" are given: keep one of them`);
  return faults;
}
