import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { AccessLog } from '../../../lib';
import { makeApi, makeStack } from '../fixtures';

const settingIn = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'))[0]?.Properties.AccessLogSetting;

describe('the access log', () => {
  test('is JSON in a log group that is kept for a month', () => {
    const { stack, api } = makeApi();
    const fields = JSON.parse(settingIn(stack).Format);
    expect(fields).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(api.accessLogGroup).toBeDefined();
    expect(JSON.stringify(settingIn(stack).DestinationArn)).not.toContain(':*');
  });

  test('has the fields that the user names', () => {
    const fields = {
      id: apigateway.AccessLogField.contextRequestId(),
      tenant: apigateway.AccessLogField.contextAuthorizer('tenant'),
    };
    const { stack } = makeApi({ accessLog: AccessLog.toLogGroup({ fields, retention: logs.RetentionDays.ONE_WEEK }) });
    expect(JSON.parse(settingIn(stack).Format)).toEqual({
      id: '$context.requestId',
      tenant: '$context.authorizer.tenant',
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('may be text, and go to a log group that exists', () => {
    const format = apigateway.AccessLogFormat.clf();
    const logGroup = logs.LogGroup.fromLogGroupName(makeStack(), 'Group', 'mine');
    const { stack } = makeApi({ accessLog: AccessLog.toLogGroup({ format, logGroup }) });
    expect(settingIn(stack).Format).toBe(format.toString());
    expect(JSON.stringify(settingIn(stack).DestinationArn)).toContain(':log-group:mine');
  });

  test('may go to Firehose', () => {
    const stream = (name: string) =>
      firehose.DeliveryStream.fromDeliveryStreamAttributes(makeStack(), 'Stream', { deliveryStreamName: name });
    const { stack, api } = makeApi({ accessLog: AccessLog.toFirehose(stream('amazon-apigateway-logs')) });
    expect(JSON.stringify(settingIn(stack).DestinationArn)).toContain('deliverystream/amazon-apigateway-logs');
    expect(api.accessLogGroup).toBeUndefined();
    expect(() => makeApi({ accessLog: AccessLog.toFirehose(stream('logs')) })).toThrow(
      'must start with "amazon-apigateway-"',
    );
  });

  test.each([
    [{ fields: { status: '$context.status' } }, 'accessLog must write $context.requestId'],
    [{ fields: {}, format: apigateway.AccessLogFormat.clf() }, 'accessLog has both "format" and "fields"'],
  ])('is refused with %j', (options, fault) => {
    expect(() => makeApi({ accessLog: AccessLog.toLogGroup(options) })).toThrow(fault);
  });
});

describe('the execution log (aws-cdk #20140)', () => {
  test('has the group that API Gateway writes to, before the stage', () => {
    const { stack } = makeApi({
      executionLog: {
        level: apigateway.MethodLoggingLevel.INFO,
        dataTrace: true,
        retention: logs.RetentionDays.ONE_DAY,
        removalPolicy: RemovalPolicy.RETAIN,
      },
    });
    const template = Template.fromStack(stack);
    const [[id, group]] = Object.entries(
      template.findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 1 } }),
    ) as [[string, any]];
    expect(group.Properties.LogGroupName).toEqual({
      'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: expect.stringMatching(/^ApiRestApi/) }, '/prod']],
    });
    expect(group.DeletionPolicy).toBe('Retain');
    const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
    expect(stage?.DependsOn).toContain(id);
    expect(stage?.Properties.MethodSettings[0]).toMatchObject({ LoggingLevel: 'INFO', DataTraceEnabled: true });
  });
});
