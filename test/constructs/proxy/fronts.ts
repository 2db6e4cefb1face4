import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Duration, SecretValue, Size, Stack } from 'aws-cdk-lib/core';
import { ApiGatewayLogging, Authorizer, HeaderValue, ProxyApi, RequestValue, Upstream, WebAcl } from '../../../lib';

/** The smallest front door that a user may write. */
export function makeMinimal(): Stack {
  const stack = new Stack(new App(), 'Stack');
  new ProxyApi(stack, 'Front', { upstream: Upstream.url('https://legacy.example.com') });
  return stack;
}

/** A front door with one of everything that is an option of its own. */
export function makeEverything(): Stack {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const headers = {
    'X-Origin-Verify': HeaderValue.secret(SecretValue.secretsManager('origin-verify')),
    'X-User': HeaderValue.claim('sub'),
    'X-Request-Id': HeaderValue.requestId(),
  };
  new ApiGatewayLogging(stack, 'Logging');
  new ProxyApi(stack, 'Front', {
    apiName: 'front',
    description: 'The front door of a shop',
    upstream: Upstream.url('https://legacy.example.com/api', { timeout: Duration.seconds(20), headers }),
    canary: { url: 'https://next.example.com/api', percent: 5 },
    mounts: {
      '/users': Upstream.loadBalancer(new elbv2.NetworkLoadBalancer(stack, 'Users', { vpc })),
      '/reports': Upstream.loadBalancer(new elbv2.ApplicationLoadBalancer(stack, 'Reports', { vpc }), {
        certificateName: 'reports.example.com',
        keepPrefix: true,
        responseStreaming: true,
      }),
    },
    paths: {
      '/admin': { methods: ['GET', 'POST'], apiKeyRequired: true },
      'GET /orders/{id}': { rewrite: '/v2/orders/{id}', throttle: { rateLimit: 10, burstLimit: 20 } },
      'GET /catalog': {
        cache: { ttl: Duration.minutes(1), keys: [RequestValue.claim('sub'), RequestValue.query('page')] },
      },
    },
    publicPaths: ['GET /status'],
    authorizer: Authorizer.cognito(new cognito.UserPool(stack, 'Pool')),
    cors: { allowOrigins: ['https://shop.example.com'], allowCredentials: true },
    throttle: { rateLimit: 100, burstLimit: 200 },
    compression: Size.kibibytes(1),
    webAcl: WebAcl.managed({ rateLimitPerIp: 2000 }),
  });
  return stack;
}
