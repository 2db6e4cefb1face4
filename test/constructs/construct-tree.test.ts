import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { Backend, ServerlessApi } from '../../lib';

test('the tree of an app shows the properties of an API, and not its document once more', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  new ServerlessApi(stack, 'Api', { apiName: 'orders', routes: { 'GET /health': { backend: Backend.mock() } } });
  const { directory } = app.synth();
  const tree = JSON.parse(readFileSync(join(directory, 'tree.json'), 'utf8'));
  const { attributes } = tree.tree.children.Shop.children.Api.children.RestApi.children.Resource;
  expect(attributes['aws:cdk:cloudformation:type']).toBe('AWS::ApiGateway::RestApi');
  expect(attributes['aws:cdk:cloudformation:props']).toMatchObject({ name: 'orders' });
  expect(attributes['aws:cdk:cloudformation:props']).not.toHaveProperty('body');
});
