import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Token } from 'aws-cdk-lib/core';
import { PrivateLink } from '../integrations/private-link';
import type { LoadBalancerUpstreamOptions, UpstreamOptions, UrlUpstreamOptions } from './upstream-options';
import { findUrlFaults } from './upstream-url';
import { checkOptions } from '../shape/shape';
import { LOAD_BALANCER_UPSTREAM_OPTIONS, URL_UPSTREAM_OPTIONS } from '../shape/proxy-shapes';

/** Where an upstream stands, and how it is called. */
export interface UpstreamTarget {
  /** No slash at its end. */
  readonly base: string;
  readonly vpcLink?: PrivateLink;
  readonly allowPlainHttp?: boolean;
  readonly options: UpstreamOptions;
  /** What is wrong with the address. */
  readonly faults: readonly string[];
}

/**
 * A server behind a `ProxyApi`.
 *
 * @example
 * Upstream.url('https://legacy.example.com/api', { timeout: Duration.seconds(20) });
 */
export class Upstream {
  /**
   * A server by its address, with the path that all requests are put below. The host, or a part of the path, may be a variable of the
   * stage: `https://${stageVariables.host}/api`.
   */
  public static url(url: string, options: UrlUpstreamOptions = {}): Upstream {
    const { allowPlainHttp, vpcLink, ...rest } = checkOptions('Upstream.url', options, URL_UPSTREAM_OPTIONS);
    const faults = findUrlFaults(url, { isPrivate: vpcLink !== undefined, allowPlainHttp: allowPlainHttp ?? false });
    return new Upstream({ base: url.replace(/\/+$/, ''), vpcLink, allowPlainHttp, options: rest, faults });
  }

  /**
   * Servers behind a network or an application load balancer, which need not be reached from the internet: services of ECS, instances of
   * EC2. All APIs of a stack, nested stacks included, share one link for each network load balancer, and one for all application load
   * balancers of a VPC.
   */
  public static loadBalancer(balancer: elbv2.ILoadBalancerV2, options: LoadBalancerUpstreamOptions = {}): Upstream {
    checkOptions('Upstream.loadBalancer', options, LOAD_BALANCER_UPSTREAM_OPTIONS);
    const { port, path = '/', certificateName, ...rest } = options;
    const scheme = certificateName === undefined ? 'http' : 'https';
    const host = certificateName ?? balancer.loadBalancerDnsName;
    const url = `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}`;
    const faults = [
      ...(path.startsWith('/') ? [] : [`path must start with "/", got "${path}"`]),
      ...findUrlFaults(url, { isPrivate: true, allowPlainHttp: false }),
    ];
    return new Upstream({ base: url.replace(/\/+$/, ''), vpcLink: linkTo(balancer), options: rest, faults });
  }

  private constructor(
    /** @internal */
    public readonly _target: UpstreamTarget,
  ) {}
}

function linkTo(balancer: elbv2.ILoadBalancerV2): PrivateLink {
  const { loadBalancerArn: arn } = balancer as elbv2.IApplicationLoadBalancer;
  const kind = Token.isUnresolved(arn) ? undefined : /:loadbalancer\/(net|app)\//.exec(arn)?.[1];
  if (balancer instanceof elbv2.NetworkLoadBalancer || kind === 'net') {
    return PrivateLink.toNetworkLoadBalancer(balancer as elbv2.INetworkLoadBalancer);
  }
  if (balancer instanceof elbv2.ApplicationLoadBalancer || kind === 'app') {
    return PrivateLink.toApplicationLoadBalancer(balancer as elbv2.IApplicationLoadBalancer);
  }
  throw new Error(
    `the load balancer "${balancer.node.path}" does not tell whether it is a network or an application load balancer, ` +
      'because its ARN is known at deployment only: use Upstream.url, with PrivateLink.toNetworkLoadBalancer or ' +
      'PrivateLink.toApplicationLoadBalancer as its vpcLink',
  );
}
