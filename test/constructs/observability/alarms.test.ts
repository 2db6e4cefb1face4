import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { AccessLog, ApiAlarm, type ServerlessApi } from '../../../lib';
import { makeApi, methodSettings } from '../fixtures';
import { nagFindings } from '../nag-findings';

let stack: Stack;
let api: ServerlessApi;

beforeEach(() => {
  ({ stack, api } = makeApi({ apiName: 'orders' }));
});

const dimensions = [
  { Name: 'ApiName', Value: 'orders' },
  { Name: 'Stage', Value: 'prod' },
];

function alarmsIn(of: Stack): any[] {
  return Object.values(Template.fromStack(of).findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties,
  );
}

describe('addAlarms', () => {
  test('watches server errors and slow answers when told nothing else', () => {
    expect(api.addAlarms()).toHaveLength(2);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Statistic: 'Average',
      Dimensions: dimensions,
      Threshold: 0.01,
      ComparisonOperator: 'GreaterThanThreshold',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
      AlarmDescription: 'orders (prod): more than 1 % server errors',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
      Dimensions: dimensions,
      Threshold: 3000,
      EvaluateLowSampleCountPercentile: 'ignore',
      AlarmDescription: 'orders (prod): 99 % of the answers not within 3000 ms',
    });
  });

  test('adds nothing that cdk-nag has something to say of', () => {
    const before = nagFindings(makeApi().api);
    api.addAlarms({ alarms: [ApiAlarm.throttles()] });
    expect(nagFindings(api)).toEqual(before);
  });

  test('takes the user at their word', () => {
    api.addAlarms({
      alarms: [
        ApiAlarm.serverErrors({ percent: 0 }),
        ApiAlarm.clientErrors({ percent: 20, period: Duration.minutes(5), evaluationPeriods: 1 }),
        ApiAlarm.integrationLatency({ percentile: 50, threshold: Duration.millis(200), datapointsToAlarm: 5 }),
        ApiAlarm.latency({ alarmName: 'slow', description: 'see the runbook' }),
      ],
    });
    const alarms = alarmsIn(stack);
    expect(alarms[0]).toMatchObject({ Threshold: 0 });
    expect(alarms[1]).toMatchObject({ MetricName: '4XXError', Threshold: 0.2, Period: 300, DatapointsToAlarm: 1 });
    expect(alarms[2]).toMatchObject({ MetricName: 'IntegrationLatency', ExtendedStatistic: 'p50', Threshold: 200 });
    expect(alarms[3]).toMatchObject({ AlarmName: 'slow', AlarmDescription: 'see the runbook' });
  });

  test('watches a route alone, whose metrics it switches on', () => {
    api.addAlarms({ alarms: [ApiAlarm.serverErrors({ route: 'GET /orders' })] });
    expect(alarmsIn(stack)[0].Dimensions).toEqual([
      dimensions[0],
      { Name: 'Method', Value: 'GET' },
      { Name: 'Resource', Value: '/orders' },
      dimensions[1],
    ]);
    expect(methodSettings(stack, '/~1orders', 'GET').MetricsEnabled).toBe(true);
  });

  test('lets errors of a few requests pass on request', () => {
    api.addAlarms({ alarms: [ApiAlarm.serverErrors({ minimumRequests: 20 })] });
    const { Metrics } = alarmsIn(stack)[0];
    expect(Metrics[0]).toMatchObject({ Expression: 'IF(requests >= 20, rate, 0)' });
    expect(Metrics.map(({ Id }: any) => Id).sort()).toEqual(['expr_1', 'rate', 'requests']);
    expect(Metrics[1].MetricStat.Period).toBe(60);
  });

  test('counts refused requests in the access log', () => {
    api.addAlarms({ alarms: [ApiAlarm.throttles(), ApiAlarm.throttles({ route: 'GET /orders', count: 10 })] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: Match.stringLikeRegexp('AccessLog') },
      FilterPattern: '{ $.status = "429" }',
      MetricTransformations: [
        { MetricNamespace: 'Gatehouse', MetricName: 'orders/prod/Throttles', MetricValue: '1', DefaultValue: 0 },
      ],
    });
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.status = "429") && ($.resourcePath = "/orders") && ($.httpMethod = "GET") }',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'orders/prod/Throttles',
      Statistic: 'Sum',
      Threshold: 0,
    });
    expect(stack.resolve(api.metricThrottles().toMetricConfig().metricStat?.metricName)).toBe('orders/prod/Throttles');
    template.resourceCountIs('AWS::Logs::MetricFilter', 2);
  });

  test('finds the status in a format of the user', () => {
    const fields = { id: '$context.requestId', code: '$context.status' };
    const other = makeApi({ accessLog: AccessLog.toLogGroup({ fields }) });
    other.api.metricThrottles();
    Template.fromStack(other.stack).hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.code = "429" }',
    });
  });

  test.each([
    ['no access log', AccessLog.off()],
    ['no status in it', AccessLog.toLogGroup({ fields: { id: '$context.requestId' } })],
  ])('says that refused requests cannot be counted with %s', (_case, accessLog) => {
    const other = makeApi({ accessLog });
    expect(() => other.api.metricThrottles()).toThrow(/Stack\/Api: refused requests are counted in the access log/);
  });

  test('watches any metric', () => {
    const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Carts' });
    const comparisonOperator = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;
    api.addAlarms({ alarms: [ApiAlarm.metric('Carts', { metric, threshold: 1, comparisonOperator })] });
    expect(alarmsIn(stack)[0]).toMatchObject({ Namespace: 'Shop', ComparisonOperator: 'LessThanThreshold' });
  });

  test('has actions for all alarms, and others for single ones', () => {
    const all = new sns.Topic(stack, 'All');
    const page = new sns.Topic(stack, 'Page');
    api.addAlarms({
      alarms: [ApiAlarm.serverErrors({ actions: [new SnsAction(page)] }), ApiAlarm.latency()],
      actions: [new SnsAction(all)],
      okActions: [new SnsAction(all)],
    });
    const [errors, latency] = alarmsIn(stack);
    expect(errors.AlarmActions).toEqual([stack.resolve(page.topicArn)]);
    expect(errors.OKActions).toEqual([stack.resolve(all.topicArn)]);
    expect(latency.AlarmActions).toEqual([stack.resolve(all.topicArn)]);
  });

  test('keeps logical ids when alarms are written in another order', () => {
    const idsOf = (alarms: ApiAlarm[]) => {
      const made = makeApi();
      made.api.addAlarms({ alarms });
      return Object.keys(Template.fromStack(made.stack).findResources('AWS::CloudWatch::Alarm')).sort();
    };
    const list = () => [ApiAlarm.serverErrors(), ApiAlarm.latency(), ApiAlarm.latency({ id: 'Page' })];
    expect(idsOf(list())).toEqual(idsOf(list().reverse()));
  });

  test('says all that is wrong at once', () => {
    api.addAlarms();
    const wrong = () =>
      api.addAlarms({
        alarms: [
          ApiAlarm.serverErrors(),
          ApiAlarm.clientErrors({ percent: 100, evaluationPeriods: 2, datapointsToAlarm: 3 }),
          ApiAlarm.latency({ percentile: 0 }),
        ],
      });
    expect(wrong).toThrow('alarm "ServerErrors": it is there already: tell this one from it by "id"');
    expect(wrong).toThrow('alarm "ClientErrors": percent must be 0 to below 100, got "100"');
    expect(wrong).toThrow('datapointsToAlarm must be at most the 2 evaluationPeriods, got "3"');
    expect(wrong).toThrow('percentile must be above 0 and at most 100, got "0"');
  });

  test('refuses a route that is not there', () => {
    expect(() => api.addAlarms({ alarms: [ApiAlarm.latency({ route: 'GET /none' })] })).toThrow(
      'there is no route "GET /none"',
    );
  });
});

test('alarms of another stack tie it to nothing', () => {
  const other = new Stack(stack.node.root as App, 'Other');
  api.metricServerError().createAlarm(other, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
  expect(JSON.stringify(Template.fromStack(other).toJSON())).not.toContain('ImportValue');
});
