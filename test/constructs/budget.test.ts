import { App, Stack } from 'aws-cdk-lib/core';
import { type CorsOptions, ServerlessApi } from '../../lib';
import { makeFunction } from './fixtures';

/** Resources and unindented bytes of an API whose routes are spread over functions. */
function measure(routes: number, functions: number, cors?: CorsOptions): { resources: number; bytes: number } {
  const app = new App({ context: { '@aws-cdk/core:suppressTemplateIndentation': true } });
  const stack = new Stack(app, 'Stack');
  const handlers = Array.from({ length: functions }, (_, index) => makeFunction(stack, `Function${index}`));
  const api = new ServerlessApi(stack, 'Api', { cors });
  for (let i = 0; i < routes; i++) api.addRoute(`GET /resource${i}`, { handler: handlers[i % functions]! });
  const template = app.synth().getStackByName('Stack').template;
  return { resources: Object.keys(template.Resources).length, bytes: JSON.stringify(template).length };
}

describe('an API with 500 routes (aws-cdk #1477)', () => {
  test('on one function has at most 15 resources and 200 KB', () => {
    const { resources, bytes } = measure(500, 1);
    expect(resources).toBeLessThanOrEqual(15);
    expect(bytes).toBeLessThan(200_000);
  });

  test('with CORS of several origins and credentials stays below 500 KB', () => {
    const cors = { allowOrigins: ['https://shop.example.com', 'https://admin.example.com'], allowCredentials: true };
    expect(measure(500, 1, cors).bytes).toBeLessThan(500_000);
  });

  test('on 100 functions has at most 3 for each and 15 more', () => {
    expect(measure(500, 100).resources).toBeLessThanOrEqual(315);
  });
});

test('a bundled function is three resources: role, function, permission', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');
  const api = new ServerlessApi(stack, 'Api');
  api.addRoute('GET /a', { entry: 'lambda/orders/list.ts' });
  const count = () => stack.node.findAll().filter((child) => 'cfnResourceType' in child).length;
  const before = count();
  api.addRoute('GET /b', { entry: 'lambda/orders/get.ts' });
  expect(count() - before).toBe(3);
});
