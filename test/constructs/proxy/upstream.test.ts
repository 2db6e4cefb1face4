import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { CfnParameter, NestedStack, type Stack } from 'aws-cdk-lib/core';
import { Authorizer, PrivateLink, ProxyApi, Upstream } from '../../../lib';
import { deployed, makeStack } from '../fixtures';
import { integrationIn, makeFront } from './fixtures';

const authorizer = Authorizer.none();
const arnOf = (kind: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/${kind}/users/0123456789abcdef`;

describe('a network load balancer', () => {
  const withBalancer = (make: (balancer: elbv2.NetworkLoadBalancer) => Upstream) => {
    const stack = makeStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    const balancer = new elbv2.NetworkLoadBalancer(stack, 'Users', { vpc });
    new ProxyApi(stack, 'Front', { upstream: make(balancer), authorizer });
    return { stack, balancer };
  };

  test('is reached by a link', () => {
    const { stack, balancer } = withBalancer((users) => Upstream.loadBalancer(users));
    const { uri, ...integration } = integrationIn(stack, 'ANY /{proxy+}');
    expect(deployed(uri)).toBe(`http://<${stack.getLogicalId(balancer.node.defaultChild as any)}.DNSName>/{proxy}`);
    expect(integration).toMatchObject({
      connectionType: 'VPC_LINK',
      connectionId: { Ref: expect.stringMatching(/^VpcLink/) },
    });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::VpcLink', 1);
  });

  test('is asked by the name on its certificate, at a port and below a path', () => {
    const options = { certificateName: 'users.example.com', port: 8443, path: '/v1/' };
    const { stack } = withBalancer((users) => Upstream.loadBalancer(users, options));
    expect(integrationIn(stack, 'ANY /{proxy+}').uri).toBe('https://users.example.com:8443/v1/{proxy}');
  });

  test('that would hold API Gateway against its security groups is warned of', () => {
    const stack = makeStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    const securityGroups = [new ec2.SecurityGroup(stack, 'Group', { vpc })];
    const balancer = new elbv2.NetworkLoadBalancer(stack, 'Users', { vpc, securityGroups });
    new ProxyApi(stack, 'Front', { upstream: Upstream.loadBalancer(balancer), authorizer });
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Users',
      Match.stringLikeRegexp('set enforceSecurityGroupInboundRulesOnPrivateLinkTraffic to false'),
    );
  });

  test('stands before instances of EC2 and services of ECS alike', () => {
    const stack = makeStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const instances = new elbv2.NetworkLoadBalancer(stack, 'Instances', { vpc });
    const instance = new ec2.Instance(stack, 'Instance', {
      vpc,
      instanceType: new ec2.InstanceType('t4g.nano'),
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    });
    instances
      .addListener('Http', { port: 80 })
      .addTargets('One', { port: 80, targets: [new targets.InstanceTarget(instance)] });
    const containers = new elbv2.ApplicationLoadBalancer(stack, 'Containers', { vpc });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry('nginx'),
      portMappings: [{ containerPort: 80 }],
    });
    const service = new ecs.FargateService(stack, 'Service', {
      cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
      taskDefinition,
      minHealthyPercent: 100,
    });
    containers.addListener('Http', { port: 80, open: false }).addTargets('Web', { port: 80, targets: [service] });
    new ProxyApi(stack, 'Front', {
      upstream: Upstream.loadBalancer(instances),
      mounts: { '/web': Upstream.loadBalancer(containers) },
      authorizer,
    });
    expect(integrationIn(stack, 'ANY /web')).toMatchObject({
      integrationTarget: { Ref: expect.stringMatching(/^Containers/) },
    });
    expect(integrationIn(stack, 'ANY /')).not.toHaveProperty('integrationTarget');
  });
});

describe('links', () => {
  const makeBalancers = (stack: Stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    return {
      network: new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc }),
      application: ['A', 'B'].map((id) => new elbv2.ApplicationLoadBalancer(stack, id, { vpc })),
    };
  };

  test('are shared by all APIs of a stack, and of the stacks nested in it', () => {
    const stack = makeStack();
    const { network, application } = makeBalancers(stack);
    const [a, b] = application as [elbv2.ApplicationLoadBalancer, elbv2.ApplicationLoadBalancer];
    const nested = new NestedStack(stack, 'Nested');
    for (const scope of [stack, nested]) {
      new ProxyApi(scope, 'Front', {
        upstream: Upstream.loadBalancer(network),
        mounts: { '/a': Upstream.loadBalancer(a), '/b': Upstream.loadBalancer(b) },
        authorizer,
      });
    }
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::VpcLink', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    Template.fromStack(nested).resourceCountIs('AWS::ApiGateway::VpcLink', 0);
    Template.fromStack(nested).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 0);
  });

  test('lead to balancers that were made elsewhere', () => {
    const stack = makeStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    const network = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Network', {
      loadBalancerArn: arnOf('net'),
      loadBalancerDnsName: 'net.example.com',
    });
    const application = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Application', {
      loadBalancerArn: arnOf('app'),
      loadBalancerDnsName: 'app.example.com',
      securityGroupId: 'sg-1',
      vpc,
    });
    new ProxyApi(stack, 'Front', {
      upstream: Upstream.loadBalancer(network),
      mounts: { '/app': Upstream.loadBalancer(application, { port: 8080 }) },
      authorizer,
    });
    expect(integrationIn(stack, 'ANY /{proxy+}').uri).toBe('http://net.example.com/{proxy}');
    expect(integrationIn(stack, 'ANY /app')).toMatchObject({
      uri: 'http://app.example.com:8080/',
      integrationTarget: arnOf('app'),
    });
  });

  test('need to know what kind of balancer they lead to', () => {
    const stack = makeStack();
    const loadBalancerArn = new CfnParameter(stack, 'Arn').valueAsString;
    const balancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Network', {
      loadBalancerArn,
      loadBalancerDnsName: 'net.example.com',
    });
    expect(() => Upstream.loadBalancer(balancer)).toThrow(
      'the load balancer "Stack/Network" does not tell whether it is a network or an application load balancer',
    );
    const vpcLink = PrivateLink.toNetworkLoadBalancer(balancer);
    const upstream = Upstream.url('http://net.example.com', { vpcLink });
    expect(() => new ProxyApi(stack, 'Front', { upstream, authorizer })).not.toThrow();
  });

  test('have a path that starts with a slash', () => {
    const stack = makeStack();
    const { network } = makeBalancers(stack);
    const upstream = Upstream.loadBalancer(network, { path: 'v1' });
    expect(() => makeFront({ upstream })).toThrow('upstream: path must start with "/", got "v1"');
  });
});

describe('a canary', () => {
  test('shares the requests of the upstream by a variable of the stage', () => {
    const { stack } = makeFront({
      canary: { url: 'https://next.example.com/v2/', percent: 10 },
      mounts: { '/a': Upstream.url('https://a.example.com') },
    });
    expect(integrationIn(stack, 'ANY /{proxy+}').uri).toBe('https://${stageVariables.upstream}/{proxy}');
    expect(integrationIn(stack, 'ANY /a').uri).toBe('https://a.example.com/');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      Variables: { upstream: 'legacy.example.com/api' },
      CanarySetting: {
        DeploymentId: { Ref: Match.stringLikeRegexp('^FrontDeployment') },
        PercentTraffic: 10,
        StageVariableOverrides: { upstream: 'next.example.com/v2' },
        UseStageCache: false,
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/prod/Canary$')])] },
    });
  });
});
