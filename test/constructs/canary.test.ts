import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Stack } from 'aws-cdk-lib/core';
import { Backend, type CanaryOptions, type ServerlessApiProps } from '../../lib';
import { deploymentId, makeApi } from './fixtures';

/** The deployment of `makeApi()` as it is, which stands before the change. */
const base = deploymentId(makeApi().stack);

function changedWith(canary: Partial<CanaryOptions> = {}, props: ServerlessApiProps = {}): Stack {
  const { stack, api } = makeApi({ stage: { canary: { baseDeployment: base, percent: 10, ...canary } }, ...props });
  api.addRoute('GET /new', { backend: Backend.mock() });
  return stack;
}

/** The only deployment beside the base. */
function newDeploymentIn(stack: Stack): string {
  const ids = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
  expect(ids).toHaveLength(2);
  expect(ids).toContain(base);
  return ids.find((id) => id !== base) as string;
}

describe('a canary', () => {
  test('keeps the base deployment as it was', () => {
    const before = Template.fromStack(makeApi().stack).findResources('AWS::ApiGateway::Deployment')[base];
    const after = Template.fromStack(changedWith()).findResources('AWS::ApiGateway::Deployment')[base];
    expect(after?.Type).toBe(before?.Type);
    expect(after?.Properties).toEqual(before?.Properties);
    expect(after?.DependsOn).toEqual(before?.DependsOn);
    expect(after?.DeletionPolicy).toEqual(before?.DeletionPolicy);
  });

  test('gives the new deployment its share of the stage, which stays on the base', () => {
    const stack = changedWith({ variables: { table: 'new' }, useStageCache: true });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
      DeploymentId: { Ref: base },
      CanarySetting: {
        DeploymentId: { Ref: newDeploymentIn(stack) },
        PercentTraffic: 10,
        StageVariableOverrides: { table: 'new' },
        UseStageCache: true,
      },
    });
  });

  test('has a cache of its own unless told otherwise, and takes no requests at 0 percent', () => {
    Template.fromStack(changedWith({ percent: 0 })).hasResourceProperties('AWS::ApiGateway::Stage', {
      CanarySetting: { PercentTraffic: 0, UseStageCache: false, StageVariableOverrides: Match.absent() },
    });
  });

  test('follows the API when that changes again, and the base stays', () => {
    const first = newDeploymentIn(changedWith());
    const again = makeApi({ stage: { canary: { baseDeployment: base, percent: 10 } } });
    again.api.addRoute('GET /newer', { backend: Backend.mock() });
    expect(newDeploymentIn(again.stack)).not.toBe(first);
  });

  test('is not there while the API is as its base', () => {
    const { stack } = makeApi({ stage: { canary: { baseDeployment: base, percent: 10 } } });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::Deployment', 1);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      DeploymentId: { Ref: base },
      CanarySetting: Match.absent(),
    });
    Annotations.fromStack(stack).hasInfo(
      '/Stack/Api',
      Match.stringLikeRegexp('the stage gets no canary until it changes'),
    );
  });

  test('leaves the new deployment to the stage when it is taken out', () => {
    const canary = newDeploymentIn(changedWith());
    const { stack, api } = makeApi();
    api.addRoute('GET /new', { backend: Backend.mock() });
    expect(deploymentId(stack)).toBe(canary);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Deployment', 1);
  });

  test('does not move the deployment by its settings', () => {
    const ids = [changedWith({ percent: 1 }), changedWith({ percent: 99, variables: { a: 'b' } })].map(newDeploymentIn);
    expect(ids[0]).toBe(ids[1]);
  });

  test('has an execution log with a retention, which stands before the stage', () => {
    const template = Template.fromStack(changedWith());
    const logs = template.findResources('AWS::Logs::LogGroup', {
      Properties: {
        LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', Match.anyValue(), '/prod/Canary']] },
        RetentionInDays: 30,
      },
    });
    const [id] = Object.keys(logs);
    template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith([id as string]) });
    const silent = changedWith(
      {},
      {
        executionLog: { level: apigateway.MethodLoggingLevel.OFF },
        stage: { canary: { baseDeployment: base, percent: 10 } },
      },
    );
    Template.fromStack(silent).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test.each<[string, Partial<CanaryOptions>, string]>([
    ['too much', { percent: 101 }, 'stage.canary.percent must be from 0 to 100, got "101"'],
    ['no number', { percent: Number.NaN }, 'got NaN'],
    ['a variable', { variables: { 'a-b': '' } }, 'stage.canary.variables has the name "a-b"'],
    [
      "somebody else's deployment",
      { baseDeployment: 'OtherDeployment0123456789abcdef' },
      'stage.canary.baseDeployment must be the output "DeploymentId" of what stands, "ApiDeployment',
    ],
  ])('says that %s is wrong', (_case, options, message) => {
    expect(() => changedWith(options)).toThrow(message);
  });
});

test('the output names the deployment for the next canary', () => {
  const { stack } = makeApi();
  expect(Object.keys(Template.fromStack(stack).findOutputs('*', { Value: base }))).toEqual([
    expect.stringMatching(/^ApiDeploymentId/),
  ]);
});

test('deployments stay on request, the base of a canary too', () => {
  const stage = { retainDeployments: true, canary: { baseDeployment: base, percent: 10 } };
  const stack = changedWith({}, { stage });
  for (const deployment of Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))) {
    expect(deployment.DeletionPolicy).toBe('Retain');
  }
});
