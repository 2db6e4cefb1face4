import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Stack } from 'aws-cdk-lib/core';
import { ApiAlarm, AccessLog } from '../../../lib';
import { makeChat, onlyIn } from './fixtures';

describe('metrics', () => {
  test('are those of the stage', () => {
    const { chat, stack } = makeChat();
    const metrics = [
      chat.metricConnectCount(),
      chat.metricMessageCount(),
      chat.metricIntegrationError(),
      chat.metricClientError(),
      chat.metricExecutionError(),
      chat.metricIntegrationLatency({ statistic: 'p99' }),
    ];
    expect(metrics.map(({ metricName, statistic }) => `${metricName} ${statistic}`)).toEqual([
      'ConnectCount Sum',
      'MessageCount Sum',
      'IntegrationError Sum',
      'ClientError Sum',
      'ExecutionError Sum',
      'IntegrationLatency p99',
    ]);
    expect(stack.resolve(metrics[0]?.dimensions)).toEqual({
      ApiId: { Ref: expect.stringMatching(/^ChatApi/) },
      Stage: 'prod',
    });
    expect(onlyIn(stack, 'Stage').RouteSettings).toBeUndefined();
  });

  test('of a route switch its own metrics on', () => {
    const { chat, stack } = makeChat();
    expect(chat.route('send').metricMessageCount().dimensions).toMatchObject({ Stage: 'prod', Route: 'send' });
    expect(onlyIn(stack, 'Stage').RouteSettings.send.DetailedMetricsEnabled).toBe(true);
  });
});

describe('alarms', () => {
  test('watch failed backends and slow ones', () => {
    const { chat, stack } = makeChat();
    chat.addAlarms();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 0.01,
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: '(FILL(integrationError, 0) + FILL(executionError, 0)) / (FILL(connects, 0) + FILL(messages, 0))',
        }),
      ]),
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'IntegrationLatency',
      ExtendedStatistic: 'p99',
    });
  });

  test('may watch routes, refusals and anything else', () => {
    const { chat, stack } = makeChat();
    chat.addAlarms({
      alarms: [
        ApiAlarm.clientErrors({ minimumRequests: 10 }),
        ApiAlarm.throttles({ route: 'send' }),
        ApiAlarm.metric('Crowded', {
          metric: chat.metricConnectCount(),
          threshold: 100,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        }),
      ],
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.status = "429") && ($.routeKey = "send") }',
    });
  });

  test('do not watch what is not measured', () => {
    const { chat } = makeChat({ accessLog: AccessLog.off() });
    expect(() => chat.addAlarms({ alarms: [ApiAlarm.latency()] })).toThrow(
      'API Gateway measures no latency of WebSocket APIs: use ApiAlarm.integrationLatency()',
    );
    expect(() => chat.metricThrottles()).toThrow('refused requests are counted in the access log');
  });
});

describe('further stages', () => {
  const stagesOf = (stack: Stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => /"Stage","Value":"(\w+)"/.exec(JSON.stringify(Properties))?.[1],
    );

  test('are watched by the alarms of the API, those before and those after', () => {
    const { chat, stack } = makeChat();
    chat.addStage('Beta', { name: 'beta' });
    expect(chat.addAlarms()).toHaveLength(4);
    chat.addStage('Gamma', { name: 'gamma' });
    expect(stagesOf(stack).sort()).toEqual(['beta', 'beta', 'gamma', 'gamma', 'prod', 'prod']);
  });

  test('have names of their own for alarms, routes of their own, and no copies of what watches no stage', () => {
    const { chat, stack } = makeChat();
    chat.addStage('Beta', { name: 'beta' });
    const crowded = ApiAlarm.metric('Crowded', { metric: chat.metricConnectCount(), threshold: 1 });
    chat.addAlarms({ alarms: [ApiAlarm.integrationLatency({ route: 'send', alarmName: 'slow' }), crowded] });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    for (const [AlarmName, stage] of [
      ['slow', 'prod'],
      ['slow-beta', 'beta'],
    ]) {
      const Dimensions = Match.arrayWith([
        { Name: 'Route', Value: 'send' },
        { Name: 'Stage', Value: stage },
      ]);
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, Dimensions });
    }
    for (const { Properties } of Object.values<any>(template.findResources('AWS::ApiGatewayV2::Stage'))) {
      expect(Properties.RouteSettings.send.DetailedMetricsEnabled).toBe(true);
    }
  });

  test('count refusals in access logs of their own', () => {
    const { chat, stack } = makeChat();
    chat.addStage('Beta', { name: 'beta' });
    chat.addAlarms({ alarms: [ApiAlarm.throttles()] });
    const filters = Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'));
    expect(new Set(filters.map(({ Properties }) => Properties.LogGroupName.Ref)).size).toBe(2);
  });

  test('can be watched alone', () => {
    const { chat, stack } = makeChat();
    chat.addStage('Beta', { name: 'beta' });
    chat.stage.addAlarms();
    expect(stagesOf(stack)).toEqual(['prod', 'prod']);
    expect(() => chat.stage.addAlarms({ alarms: [ApiAlarm.integrationLatency({ route: 'x' })] })).toThrow(
      'there is no route "x"',
    );
  });

  test('stand on the dashboard, those before and those after', () => {
    const { chat, stack } = makeChat();
    chat.addStage('Beta', { name: 'beta' });
    chat.addDashboard({ routes: ['send'] });
    chat.addStage('Gamma', { name: 'gamma' });
    const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    for (const stage of ['prod', 'beta', 'gamma']) {
      expect(body).toContain(`stage ${stage}`);
      expect(body.split(`\\"Stage\\",\\"${stage}\\",`).length).toBeGreaterThan(5);
    }
    expect(body.split('send: messages')).toHaveLength(4);
  });
});

test('a dashboard shows traffic, errors, latencies, and routes from the access log', () => {
  const { chat, stack } = makeChat();
  chat.addDashboard({ dashboardName: 'chat', routes: ['send'], alarms: chat.addAlarms() });
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const text of [
    'ConnectCount',
    'IntegrationError',
    'pct(integrationLatency, 99)',
    'by routeKey',
    'send: messages',
  ]) {
    expect(body).toContain(text);
  }
  expect(() => chat.addDashboard({ dashboardName: 'a b' })).toThrow('dashboardName must be letters');
});
