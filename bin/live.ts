import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Authorizer, ConnectionTable, ServerlessWebSocketApi } from '../lib';

/** What goes on, live: users talk to each other, and watch orders come in. */
export class Live extends Construct {
  readonly api: ServerlessWebSocketApi;
  private readonly connections = ConnectionTable.create();

  constructor(scope: Construct, id: string, props: { readonly users: IUserPool }) {
    super(scope, id);
    this.api = new ServerlessWebSocketApi(this, 'Api', {
      description: 'Chat and order updates of a shop',
      authorizer: Authorizer.cognito(props.users),
      connections: this.connections,
      disconnect: { entry: 'lambda/chat/leave.ts' },
      routes: {
        join: { entry: 'lambda/chat/join.ts', reply: true },
        sendMessage: {
          entry: 'lambda/chat/send-message.ts',
          requestBody: {
            type: 'object',
            required: ['text'],
            properties: { text: { type: 'string', minLength: 1, maxLength: 2000 } },
          },
          throttle: { rateLimit: 20, burstLimit: 40 },
        },
      },
    });
    for (const key of ['$disconnect', 'join', 'sendMessage']) this.api.grantManageConnections(this.api.route(key));
    this.api.addAlarms();
    this.api.addDashboard();
  }

  /** Lets a function show what it does to everybody who watches. */
  announceFrom(handler: LambdaFunction): void {
    handler.addEnvironment('LIVE_URL', this.api.callbackUrl);
    this.connections.connectFunction(handler);
    this.api.grantManageConnections(handler);
  }
}
