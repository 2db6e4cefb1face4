import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration, Tags } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Authorizer, Backend, ServerlessApi } from '../../lib';
import { deploymentId, makeApi, makeFunction, makeStack } from './fixtures';

const mock = { backend: Backend.mock() };

describe('the deployment id stays (aws-cdk #17706)', () => {
  test('when routes are written in another order', () => {
    const first = makeApi({ routes: { 'GET /a': mock, 'GET /b': mock, 'POST /a': mock } });
    const second = makeApi({ routes: { 'POST /a': mock, 'GET /b': mock, 'GET /a': mock } });
    expect(deploymentId(first.stack)).toBe(deploymentId(second.stack));
  });

  test('when only tags, descriptions or the name change', () => {
    const plain = makeApi();
    const described = makeApi({ description: 'Orders', apiName: 'other', stage: { description: 'the stage' } });
    Tags.of(described.stack).add('team', 'shop');
    expect(deploymentId(described.stack)).toBe(deploymentId(plain.stack));
  });

  test('when the code of a function changes', () => {
    const withCode = (code: string) => {
      const stack = makeStack();
      const handler = makeFunction(stack, 'F', { code: lambda.Code.fromInline(code) });
      new ServerlessApi(stack, 'Api', { routes: { 'GET /': { handler } } });
      return deploymentId(stack);
    };
    expect(withCode('a')).toBe(withCode('b'));
  });

  test('when stage settings change, which need no deployment', () => {
    expect(deploymentId(makeApi({ throttle: { rateLimit: 1 }, tracing: false }).stack)).toBe(
      deploymentId(makeApi().stack),
    );
  });

  test('when the document was resolved early, and routes come later all the same', () => {
    const early = makeApi();
    early.stack.resolve(early.api.restApi.node.defaultChild && (early.api.restApi.node.defaultChild as any).body);
    early.api.addRoute('GET /later', mock);
    const late = makeApi();
    late.api.addRoute('GET /later', mock);
    expect(deploymentId(early.stack)).toBe(deploymentId(late.stack));
    Template.fromStack(early.stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
      Body: { paths: { '/later': { get: {} } } },
    });
  });
});

describe('the deployment id moves (aws-cdk #8024)', () => {
  const changed = (change: (made: ReturnType<typeof makeApi>) => unknown) => {
    const made = makeApi();
    change(made);
    return deploymentId(made.stack) !== deploymentId(makeApi().stack);
  };

  test('when a route is added', () => {
    expect(changed(({ api }) => api.addRoute('GET /b', mock))).toBe(true);
  });

  test('when an authorizer changes', () => {
    expect(deploymentId(makeApi({ authorizer: Authorizer.none() }).stack)).not.toBe(deploymentId(makeApi().stack));
  });

  test('when CORS changes', () => {
    const cors = { allowOrigins: ['https://a.example.com'] };
    expect(deploymentId(makeApi({ cors }).stack)).not.toBe(deploymentId(makeApi().stack));
    expect(deploymentId(makeApi({ cors: { ...cors, maxAge: Duration.hours(1) } }).stack)).not.toBe(
      deploymentId(makeApi({ cors }).stack),
    );
  });

  test('when a place of the document is overridden', () => {
    expect(changed(({ api }) => api.addOverride('/paths/~1orders/get/x-custom', 1))).toBe(true);
  });

  test('when a property of the API resource is overridden', () => {
    const override = ({ api }: ReturnType<typeof makeApi>) =>
      (api.restApi.node.defaultChild as apigateway.CfnRestApi).addPropertyOverride('BinaryMediaTypes', ['image/png']);
    expect(changed(override)).toBe(true);
    expect(
      changed(({ api }) =>
        (api.restApi.node.defaultChild as apigateway.CfnRestApi).addPropertyOverride('Body.x-extra', true),
      ),
    ).toBe(true);
  });

  test('when its redeployToken changes', () => {
    expect(deploymentId(makeApi({ redeployToken: '2' }).stack)).not.toBe(deploymentId(makeApi().stack));
  });
});

test('resources that the document makes are refused beside it', () => {
  const { stack, api } = makeApi();
  api.restApi.root.addMethod('GET');
  api.restApi.addGatewayResponse('Own', { type: apigateway.ResponseType.DEFAULT_4XX });
  new apigateway.CfnModel(stack, 'Elsewhere', { restApiId: api.restApiId });
  new apigateway.CfnModel(stack, 'Other', { restApiId: 'another' });
  const synth = () => Template.fromStack(stack);
  expect(synth).toThrow(/RestApi\/Own\/Resource" \(AWS::ApiGateway::GatewayResponse\) would be lost/);
  expect(synth).toThrow(/"Stack\/Elsewhere" \(AWS::ApiGateway::Model\)/);
  expect(synth).toThrow(/AWS::ApiGateway::Method/);
  expect(synth).not.toThrow(/Stack\/Other/);
});
