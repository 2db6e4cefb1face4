import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { Authorizer, HeaderValue, ProxyApi, Upstream } from '../lib';

export interface FrontStackProps extends StackProps {
  readonly users: IUserPool;
}

/** A front door before a server that was there already: `bin/legacy-server.ts` plays it on localhost. */
export class FrontStack extends Stack {
  readonly api: ProxyApi;

  constructor(scope: Construct, id: string, props: FrontStackProps) {
    super(scope, id, props);
    // `-c legacyUrl=http://…` names another server.
    const given: string | undefined = this.node.tryGetContext('legacyUrl');
    this.api = new ProxyApi(this, 'Api', {
      description: 'Prices, from the server that has always known them',
      authorizer: Authorizer.cognito(props.users),
      publicPaths: ['GET /status'],
      upstream: Upstream.url(given ?? 'https://legacy.example.com/api', {
        timeout: Duration.seconds(10),
        headers: { 'X-Caller': HeaderValue.claim('sub') },
        allowPlainHttp: given !== undefined,
      }),
    });
    Validations.of(this.api.stage).acknowledge({ id: 'AwsSolutions-APIG3', reason: 'the shop shows the web ACL' });
  }
}
