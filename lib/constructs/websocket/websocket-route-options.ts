import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { findAnswerFaults } from '../route-options';
import { OPTIONS, findShapeFaults } from '../shape/shape';
import { WEB_SOCKET_HANDLER_OPTIONS, WEB_SOCKET_ROUTE_OPTIONS } from '../shape/websocket-shapes';
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

  /**
   * JSON Schemas of messages that differ within the route, by what `modelSelectionExpression` finds in them. Messages that none is for are
   * those of `requestBody`, and without it they are refused.
   *
   * @default - all messages are those of `requestBody`
   */
  readonly requestBodies?: { readonly [key: string]: any };

  /**
   * What of a message chooses among `requestBodies`: `$request.body.kind`.
   *
   * @default - there is nothing to choose from
   */
  readonly modelSelectionExpression?: string;
}

/** What is wrong with the options of a route of messages, before anything is made of them. */
export function findRouteOptionFaults(options: WebSocketRouteOptions): string[] {
  return findShapeFaults(options, WEB_SOCKET_ROUTE_OPTIONS, () => findFaults(options), OPTIONS);
}

/** The same for the routes of a connection's beginning and end. */
export function findHandlerOptionFaults(options: WebSocketHandlerOptions): string[] {
  return findShapeFaults(options, WEB_SOCKET_HANDLER_OPTIONS, () => findAnswerFaults(options), OPTIONS);
}

function findFaults({ requestBodies, modelSelectionExpression: expression, ...rest }: WebSocketRouteOptions): string[] {
  const faults = findAnswerFaults(rest);
  if ((requestBodies === undefined) !== (expression === undefined)) {
    faults.push('requestBodies and modelSelectionExpression belong together: give both or neither');
  }
  if (expression !== undefined && !/\$\{?request\.body\./.test(expression)) {
    faults.push(
      `modelSelectionExpression must name a part of messages, such as "$request.body.kind", got "${expression}"`,
    );
  }
  const keys = Object.keys(requestBodies ?? {});
  if (requestBodies && keys.length === 0) faults.push('requestBodies must have a schema, got none: give requestBody');
  if (keys.includes('$default')) faults.push('requestBodies has "$default": give that one by requestBody');
  return faults;
}
