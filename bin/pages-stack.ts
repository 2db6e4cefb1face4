import { Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Authorizer, BundledFunction, ServerlessApi } from '../lib';

export interface PagesStackProps extends StackProps {
  /** Address of the WebSocket API that the pages talk to. */
  readonly socketUrl: string;
}

/** Two pages for the browser: a chat, and orders as they come in. */
export class PagesStack extends Stack {
  constructor(scope: Construct, id: string, props: PagesStackProps) {
    super(scope, id, props);
    const api = new ServerlessApi(this, 'Api', { authorizer: Authorizer.none() });
    const pages = { chat: 'lambda/chat/page.ts', updates: 'lambda/orders/updates-page.ts' };
    for (const [name, entry] of Object.entries(pages)) {
      const handler = new BundledFunction(this, name, {
        entry,
        environment: { SOCKET_URL: props.socketUrl },
        esbuild: { loader: { '.html': 'text' } },
      });
      api.addRoute(`GET /${name}`, { handler });
    }
    Validations.of(api.stage).acknowledge({ id: 'AwsSolutions-APIG3', reason: 'two fixed pages of a demo' });
    Validations.of(api.restApi).acknowledge({ id: 'AwsSolutions-APIG2', reason: 'the pages take no input' });
  }
}
