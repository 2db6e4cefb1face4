import { Template } from 'aws-cdk-lib/assertions';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { App, Stack } from 'aws-cdk-lib/core';
import { ApiAlarm, ApiDomain, Backend, type DomainOptions, ServerlessApi, type StageOptions } from '../../lib';

/** What stands around an API: changing one of these ids replaces what a user has, a domain's certificate among it. */
describe('logical ids are promised', () => {
  let stack: Stack;
  let hostedZone: route53.IHostedZone;

  beforeEach(() => {
    stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
    const zone = { hostedZoneId: 'Z1', zoneName: 'example.com' };
    hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', zone);
  });

  const add = (domain?: DomainOptions, stage?: StageOptions) =>
    new ServerlessApi(stack, 'Api', { routes: { 'GET /orders': { backend: Backend.mock() } }, domain, stage });

  /** Resources beside those that every API has. */
  const ids = () =>
    Object.keys(Template.fromStack(stack).toJSON().Resources)
      .filter((id) => !/^Api(AccessLog|ExecutionLog|RestApi|Stage|DeploymentB17BE62D)/.test(id))
      .sort();

  test('of a domain', () => {
    add({ domainName: 'api.example.com', hostedZone });
    expect(ids()).toMatchInlineSnapshot(`
[
  "ApiBasePathMapping3D384FEA",
  "ApiDomainCertificate887ADCE1",
  "ApiDomainDomainNameF5860187",
  "ApiDomainIpv4600CD2FA",
  "ApiDomainIpv63683B32D",
]
`);
  });

  test('of a shared domain', () => {
    const shared = new ApiDomain(stack, 'Domain', { domainName: 'api.example.com', hostedZone });
    add({ shared, basePath: 'shop/orders' });
    expect(ids()).toMatchInlineSnapshot(`
[
  "ApiApiMapping02840F3D",
  "DomainCertificate6242C448",
  "DomainDomainName988E44EF",
  "DomainIpv44474578A",
  "DomainIpv6C43547C1",
]
`);
  });

  test('of alarms and the dashboard', () => {
    const api = add();
    const route = 'GET /orders';
    api.addAlarms();
    api.addAlarms({
      alarms: [ApiAlarm.throttles(), ApiAlarm.latency({ route }), ApiAlarm.serverErrors({ id: 'Page' })],
    });
    api.addDashboard();
    expect(ids()).toMatchInlineSnapshot(`
[
  "ApiAlarmsLatencyP9980C5825C",
  "ApiAlarmsLatencyP99GETorders502C48B9",
  "ApiAlarmsServerErrorsF9205228",
  "ApiAlarmsServerErrorsPage69B3B5B8",
  "ApiAlarmsThrottles6EDE64C9",
  "ApiDashboard2DBD2FD7",
  "ApiThrottlesBC780D77",
]
`);
  });

  test('of a canary', () => {
    add(undefined, { canary: { baseDeployment: 'ApiDeploymentB17BE62D0123456789abcdef', percent: 1 } });
    expect(ids()).toMatchInlineSnapshot(`
[
  "ApiCanaryExecutionLog365DDC71",
]
`);
  });
});
