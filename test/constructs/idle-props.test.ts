import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, Stack } from 'aws-cdk-lib/core';
import { AccessLog, FunctionLogs, ServerlessApi, ServerlessWebSocketApi } from '../../lib';

/** Props that would have no effect beside others are errors that name both. */
describe('a prop without effect is refused', () => {
  const stack = () => new Stack(new App(), 'Stack');

  test.each([ServerlessApi, ServerlessWebSocketApi])('what an execution log that is off would do, by %p', (Api) => {
    const executionLog = {
      level: apigateway.MethodLoggingLevel.OFF,
      dataTrace: true,
      retention: logs.RetentionDays.ONE_DAY,
    };
    const make = () => new Api(stack(), 'Api', { executionLog });
    expect(make).toThrow('executionLog.dataTrace has no effect at level OFF');
    expect(make).toThrow('executionLog.retention has no effect at level OFF');
  });

  test('an execution log may be off with nothing else said', () => {
    const executionLog = { level: apigateway.MethodLoggingLevel.OFF, dataTrace: false };
    expect(() => new ServerlessApi(stack(), 'Api', { executionLog })).not.toThrow();
  });

  test('how long a given group keeps access logs', () => {
    const logGroup = new logs.LogGroup(stack(), 'Logs');
    expect(() => AccessLog.toLogGroup({ logGroup, retention: logs.RetentionDays.ONE_DAY })).toThrow(
      'AccessLog.toLogGroup has "logGroup" and "retention": set these on the log group itself',
    );
    expect(() => AccessLog.toLogGroup({ logGroup })).not.toThrow();
  });

  test('one log group for functions that shall have their own', () => {
    const scope = stack();
    const functionDefaults = { logGroup: new logs.LogGroup(scope, 'Logs') };
    expect(
      () => new ServerlessApi(scope, 'Api', { functionLogs: FunctionLogs.PER_FUNCTION, functionDefaults }),
    ).toThrow('functionLogs PER_FUNCTION and functionDefaults.logGroup exclude each other');
  });
});
