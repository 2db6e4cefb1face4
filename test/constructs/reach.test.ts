import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  App,
  Aspects,
  CfnResource,
  Duration,
  type IAspect,
  type InjectionContext,
  type IPropertyInjector,
  PropertyInjectors,
  Stack,
  Tags,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import {
  ApiAlarm,
  Authorizer,
  Backend,
  BundledFunction,
  ProxyApi,
  ServerlessApi,
  ServerlessWebSocketApi,
  WebAcl,
} from '../../lib';
import { makeFunction } from './fixtures';
import { LEGACY } from './proxy/fixtures';

/** An API with all of its children: what an organisation asks for must reach each of them. */
function makeWhole(stack: Stack): ServerlessApi {
  const zone = { hostedZoneId: 'Z1', zoneName: 'example.com' };
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', zone);
  const api = new ServerlessApi(stack, 'Api', {
    domain: { domainName: 'api.example.com', hostedZone },
    webAcl: WebAcl.managed(),
    cors: { allowOrigins: ['https://a.example.com'] },
    authorizer: Authorizer.token(makeFunction(stack, 'Authorizer')),
    routes: {
      'GET /orders': { handler: makeFunction(stack) },
      'GET /mock': { backend: Backend.mock() },
    },
  });
  api.addUsagePlan('Gold').addKey('acme');
  api.addAlarms({ alarms: [ApiAlarm.serverErrors(), ApiAlarm.throttles()] });
  api.addDashboard();
  return api;
}

describe('what is said of an app reaches every child of an API', () => {
  let stack: Stack;
  beforeEach(() => {
    stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  });

  test('aspects', () => {
    const aspect = new Visitor();
    Aspects.of(stack).add(aspect);
    const api = makeWhole(stack);
    Template.fromStack(stack);
    const resources = api.node.findAll().filter((child) => CfnResource.isCfnResource(child));
    expect(resources.length).toBeGreaterThan(15);
    for (const resource of resources) expect(aspect.seen).toContain(resource.node.path);
  });

  test('tags, on everything that takes them', () => {
    makeWhole(stack);
    Tags.of(stack).add('team', 'shop');
    const template = Template.fromStack(stack);
    for (const type of [
      'AWS::ApiGateway::ApiKey',
      'AWS::ApiGateway::DomainName',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Stage',
      'AWS::ApiGateway::UsagePlan',
      'AWS::CertificateManager::Certificate',
      'AWS::CloudWatch::Alarm',
      'AWS::Logs::LogGroup',
      'AWS::WAFv2::WebACL',
    ]) {
      template.allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'team', Value: 'shop' }]) });
    }
  });

  test('a permissions boundary, on every role', () => {
    const arn = 'arn:aws:iam::123456789012:policy/boundary';
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn));
    makeWhole(stack);
    Template.fromStack(stack).allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: arn });
  });

  test('property injection, also where the API has defaults of its own', () => {
    const app = new App();
    PropertyInjectors.of(app).add(
      injector(logs.LogGroup.PROPERTY_INJECTION_ID, (props) => ({ ...props, retention: logs.RetentionDays.ONE_DAY })),
      injector(apigateway.Stage.PROPERTY_INJECTION_ID, (props) => ({ ...props, description: 'injected' })),
      injector(cloudwatch.Alarm.PROPERTY_INJECTION_ID, (props) => ({ ...props, actionsEnabled: false })),
      injector(apigateway.DomainName.PROPERTY_INJECTION_ID, (props) => ({
        ...props,
        securityPolicy: apigateway.SecurityPolicy.TLS13_1_2_PQ_2025_09,
        endpointAccessMode: apigateway.EndpointAccessMode.STRICT,
      })),
    );
    const env = { account: '123456789012', region: 'eu-west-1' };
    stack = new Stack(app, 'Stack', { env });
    makeWhole(stack);
    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
    template.hasResourceProperties('AWS::ApiGateway::Stage', { Description: 'injected' });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { ActionsEnabled: false });
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
    });
  });

  test('property injection, of the constructs of this package themselves', () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    PropertyInjectors.of(app).add(
      injector(ServerlessApi.PROPERTY_INJECTION_ID, (props) => ({
        throttle: { rateLimit: 7, burstLimit: 8 },
        ...props,
        tracing: false,
        routes: { ...props.routes, 'GET /health': mock },
      })),
      injector(ProxyApi.PROPERTY_INJECTION_ID, (props) => ({ apiName: 'front', ...props })),
      injector(ServerlessWebSocketApi.PROPERTY_INJECTION_ID, (props) => ({ ...props, stage: { name: 'live' } })),
      injector(BundledFunction.PROPERTY_INJECTION_ID, (props) => ({ timeout: Duration.seconds(4), ...props })),
      injector(lambda.Function.PROPERTY_INJECTION_ID, (props) => ({ memorySize: 333, ...props })),
    );
    stack = new Stack(app, 'Stack');
    const props = { throttle: { rateLimit: 1 }, routes: { 'GET /': { entry: 'lambda/orders/list.ts' } } };
    expect(new ServerlessApi(stack, 'Api', props).routeKeys).toEqual(['GET /', 'GET /health']);
    expect(new ProxyApi(stack, 'Front', { upstream: LEGACY }).apiName).toBe('front');
    expect(new ServerlessWebSocketApi(stack, 'Chat', { routes: { ping: mock } }).stageName).toBe('live');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 4, MemorySize: 333 });
    const setting = Match.objectLike({ ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2000 });
    template.hasResourceProperties('AWS::ApiGateway::Stage', { MethodSettings: [setting], TracingEnabled: false });
  });

  test('property injection, whose props are checked as those of the app are', () => {
    PropertyInjectors.of(stack).add(injector(ServerlessApi.PROPERTY_INJECTION_ID, () => ({ corss: {} })));
    expect(() => new ServerlessApi(stack, 'Api')).toThrow('unknown prop "corss": did you mean "cors"?');
  });
});

const mock = { backend: Backend.mock() };

class Visitor implements IAspect {
  readonly seen: string[] = [];

  visit(node: IConstruct): void {
    this.seen.push(node.node.path);
  }
}

function injector(constructUniqueId: string, change: (props: any) => any): IPropertyInjector {
  return { constructUniqueId, inject: (props: any, _context: InjectionContext) => change(props) };
}
