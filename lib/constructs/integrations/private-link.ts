import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { aws_apigateway as references } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';

/** What a link puts into an integration. */
interface LinkConfig {
  readonly connectionId: string;
  readonly integrationTarget?: string;
}

/** The way of an API to servers that only a VPC reaches. */
export abstract class PrivateLink {
  /** To a network load balancer. APIs of one stack, nested stacks included, share the link. */
  public static toNetworkLoadBalancer(balancer: elbv2.INetworkLoadBalancer): PrivateLink {
    return new NetworkLink(balancer);
  }

  /**
   * To an application load balancer, which must have its VPC. APIs of one stack share a link for each VPC; the balancer
   * lets it in at the port of the URL.
   */
  public static toApplicationLoadBalancer(balancer: elbv2.IApplicationLoadBalancer): PrivateLink {
    return new ApplicationLink(balancer);
  }

  /** By a link that exists already, to a network load balancer. */
  public static fromVpcLink(vpcLink: references.IVpcLinkRef): PrivateLink {
    return new ExistingLink(vpcLink);
  }

  /** @internal */
  public abstract _bind(scope: Construct, port: number): LinkConfig;
}

class ExistingLink extends PrivateLink {
  constructor(private readonly vpcLink: references.IVpcLinkRef) {
    super();
  }

  /** @internal */
  public _bind(): LinkConfig {
    return { connectionId: this.vpcLink.vpcLinkRef.vpcLinkId };
  }
}

class NetworkLink extends PrivateLink {
  constructor(private readonly balancer: elbv2.INetworkLoadBalancer) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct): LinkConfig {
    const stack = rootStackOf(scope);
    const id = `VpcLink ${this.balancer.node.addr.slice(-8)}`;
    annotateSecurityGroups(this.balancer);
    const existing = stack.node.tryFindChild(id) as apigateway.VpcLink | undefined;
    const link = existing ?? new apigateway.VpcLink(stack, id, { targets: [this.balancer] });
    return { connectionId: link.vpcLinkId };
  }
}

class ApplicationLink extends PrivateLink {
  constructor(private readonly balancer: elbv2.IApplicationLoadBalancer) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct, port: number): LinkConfig {
    const { vpc } = this.balancer;
    if (!vpc) throw new Error('the VPC of the application load balancer is not known: import it with its vpc');
    const stack = rootStackOf(scope);
    const id = `VpcLink ${vpc.node.addr.slice(-8)}`;
    const securityGroup =
      (stack.node.tryFindChild(`${id} SecurityGroup`) as ec2.SecurityGroup | undefined) ??
      new ec2.SecurityGroup(stack, `${id} SecurityGroup`, { vpc, description: 'API Gateway to load balancers' });
    const link =
      (stack.node.tryFindChild(id) as apigatewayv2.VpcLink | undefined) ??
      new apigatewayv2.VpcLink(stack, id, { vpc, subnets: pickSubnets(vpc), securityGroups: [securityGroup] });
    this.balancer.connections.allowFrom(securityGroup, ec2.Port.tcp(port), 'from API Gateway');
    return { connectionId: link.vpcLinkId, integrationTarget: this.balancer.loadBalancerArn };
  }
}

/** A link needs no way out, so isolated subnets do where there are no others. */
function pickSubnets({ privateSubnets, isolatedSubnets }: ec2.IVpc): ec2.SubnetSelection | undefined {
  return privateSubnets.length === 0 && isolatedSubnets.length > 0 ? { subnets: isolatedSubnets } : undefined;
}

/** A link takes minutes to make and counts against a quota, so nested stacks use that of the stack that they are part of. */
function rootStackOf(scope: Construct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}

/** API Gateway comes from addresses of its own, which no rule of the balancer's security groups can name. */
function annotateSecurityGroups(balancer: elbv2.INetworkLoadBalancer): void {
  const { securityGroups = [], enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforced = 'on' } = balancer;
  if (securityGroups.length === 0 || enforced === 'off') return;
  Annotations.of(balancer).addWarningV2(
    'cdk-gatehouse:privateLinkRules',
    'the network load balancer holds requests from API Gateway against the rules of its security groups, which know nothing of it: ' +
      'set enforceSecurityGroupInboundRulesOnPrivateLinkTraffic to false',
  );
}
