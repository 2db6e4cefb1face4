import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { PublishedWebSocketApiBase } from './published-websocket-api';
import { checkProps } from '../shape/check-props';
import { WEB_SOCKET_API_ATTRIBUTES } from '../shape/websocket-shapes';

/** What is known of a WebSocket API that was made elsewhere. */
export interface WebSocketApiAttributes {
  /** Id that API Gateway gave the API. */
  readonly apiId: string;

  /** Name of the stage. */
  readonly stageName: string;

  /**
   * Name of the API.
   *
   * @default - its id
   */
  readonly apiName?: string;
}

/** A WebSocket API of the stack's region and account that was made elsewhere. */
export class ImportedWebSocketApi extends PublishedWebSocketApiBase {
  public readonly apiId: string;
  public readonly apiName: string;
  public readonly stageName: string;

  constructor(scope: Construct, id: string, attributes: WebSocketApiAttributes) {
    super(scope, id);
    checkProps(this, attributes, WEB_SOCKET_API_ATTRIBUTES);
    const { apiId, stageName, apiName = apiId } = attributes;
    if (!Token.isUnresolved(apiId) && !/^[a-z0-9]+$/.test(apiId)) {
      throw new ConstructError(this, `apiId must be the id that API Gateway gave the API, got "${apiId}"`);
    }
    this.apiId = apiId;
    this.apiName = apiName;
    this.stageName = stageName;
  }
}
