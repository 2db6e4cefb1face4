import { Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { FunctionLogs, ServerlessApi } from '../../lib';

function groupsOf(functionLogs: FunctionLogs): Record<string, any>[] {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');
  new ServerlessApi(stack, 'Api', {
    functionLogs,
    functionDefaults: { logRetention: logs.RetentionDays.ONE_YEAR, logRemovalPolicy: RemovalPolicy.RETAIN },
    routes: { 'GET /a': { entry: 'lambda/orders/list.ts' }, 'GET /b': { entry: 'lambda/orders/get.ts' } },
  });
  const groups = Template.fromStack(stack).findResources('AWS::Logs::LogGroup');
  return Object.values(groups).filter(({ Properties }) => Properties.RetentionInDays === 365);
}

describe('logs of the functions of an API are kept as functionDefaults say', () => {
  test('in the group that they share', () => {
    expect(groupsOf(FunctionLogs.SHARED)).toEqual([expect.objectContaining({ DeletionPolicy: 'Retain' })]);
  });

  test('in groups of their own', () => {
    expect(groupsOf(FunctionLogs.PER_FUNCTION)).toHaveLength(2);
  });
});
