import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { ApiAlarm, type FrontDoorApiAttributes, ServerlessApi } from '../../lib';
import { makeApi, makeStack } from './fixtures';

const attributes: FrontDoorApiAttributes = { restApiId: 'abc123', apiName: 'orders' };

describe('fromAttributes', () => {
  test('knows URLs and ARNs', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } });
    const api = ServerlessApi.fromAttributes(stack, 'Orders', { ...attributes, stageName: 'live' });
    expect(stack.resolve(api.urlForPath('/orders'))).toEqual({
      'Fn::Join': ['', ['https://abc123.execute-api.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/live/orders']],
    });
    expect(stack.resolve(api.arnForExecute('GET', '/orders/{id}'))).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:eu-west-1:123456789012:abc123/live/GET/orders/*'],
      ],
    });
  });

  test('may be of another region and account', () => {
    const stack = makeStack();
    const elsewhere = { ...attributes, region: 'us-east-1', account: '210987654321' };
    const api = ServerlessApi.fromAttributes(stack, 'Orders', elsewhere);
    expect(JSON.stringify(stack.resolve(api.url))).toContain('https://abc123.execute-api.us-east-1.');
    expect(JSON.stringify(stack.resolve(api.arnForExecute()))).toContain(':us-east-1:210987654321:abc123/prod/*/*');
    expect(api.metricLatency().toMetricConfig().metricStat).toMatchObject({
      region: 'us-east-1',
      account: '210987654321',
    });
  });

  test('may stand on a domain', () => {
    const url = 'https://api.example.com/shop/';
    const api = ServerlessApi.fromAttributes(makeStack(), 'Orders', { ...attributes, url });
    expect([api.url, api.urlForPath('/orders')]).toEqual([url, `${url}orders`]);
  });

  test('refuses a URL that is none of a stage', () => {
    const make = (url: string) => () => ServerlessApi.fromAttributes(makeStack(), 'Orders', { ...attributes, url });
    expect(make('https://api.example.com')).toThrow(
      'Stack/Orders: url must start with "https://" and end with "/", got "https://api.example.com"',
    );
    expect(make('http://api.example.com/')).toThrow(/url must start with/);
  });

  test('grants, and finds its metrics by name', () => {
    const stack = makeStack();
    const api = ServerlessApi.fromAttributes(stack, 'Orders', attributes);
    api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }));
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
    expect(api.metricCount().dimensions).toEqual({ ApiName: 'orders', Stage: 'prod' });
  });

  test('is watched, but for its routes and its access log', () => {
    const stack = makeStack();
    const api = ServerlessApi.fromAttributes(stack, 'Orders', attributes);
    api.addAlarms();
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 2);
    expect(() => api.addAlarms({ alarms: [ApiAlarm.latency({ route: 'GET /orders' })] })).toThrow(
      'Stack/Orders: the route "GET /orders" is watched where the API is made',
    );
    expect(() => api.addAlarms({ alarms: [ApiAlarm.throttles()] })).toThrow(/are counted in the access log/);
  });
});

describe('exports', () => {
  test('tell another app what it needs', () => {
    const { stack, api } = makeApi({ apiName: 'orders', stage: { name: 'live' } });
    api.exportAttributes('shop');
    const template = Template.fromStack(stack);
    for (const [name, Value] of [
      ['ApiName', 'orders'],
      ['StageName', 'live'],
    ]) {
      template.hasOutput('*', { Value, Export: { Name: `shop-${name}` } });
    }
    template.hasOutput('*', { Value: stack.resolve(api.restApiId), Export: { Name: 'shop-RestApiId' } });
    template.hasOutput('*', { Value: stack.resolve(api.url), Export: { Name: 'shop-Url' } });
  });

  test('make an API of another app', () => {
    const stack = makeStack();
    const api = ServerlessApi.fromExports(stack, 'Orders', 'shop');
    expect(stack.resolve(api.urlForPath('/orders'))).toEqual({
      'Fn::Join': ['', [{ 'Fn::ImportValue': 'shop-Url' }, 'orders']],
    });
    expect(JSON.stringify(stack.resolve(api.arnForExecute()))).toContain('{"Fn::ImportValue":"shop-RestApiId"}');
  });
});
