import * as route53 from 'aws-cdk-lib/aws-route53';
import { App, Stack } from 'aws-cdk-lib/core';
import { ApiDomain, Authorizer, Backend, ServerlessApi, type ServerlessApiProps } from '../../lib';
import { LocalApi } from '../../lib/testing';
import { deploymentId, makeFunction } from '../constructs/fixtures';

const ECHO = '{"path":"$context.path","color":"$!stageVariables.color"}';

let stack: Stack;
let hostedZone: route53.IHostedZone;

beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
  hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z',
    zoneName: 'example.com',
  });
});

/** An API whose answers say by which path and with which variable they were asked for. */
function add(id: string, props: ServerlessApiProps): ServerlessApi {
  const routes = { 'GET /orders': { backend: Backend.mock({ body: {} }) } };
  const api = new ServerlessApi(stack, id, { authorizer: Authorizer.none(), routes, ...props });
  const template = '/paths/~1orders/get/x-amazon-apigateway-integration/responses/default/responseTemplates';
  api.addOverride(`${template}/application~1json`, ECHO);
  return api;
}

describe('a domain', () => {
  test('leads to the API, whose other name is closed', async () => {
    const construct = add('Orders', { domain: { domainName: 'api.example.com', hostedZone } });
    const api = await LocalApi.of(stack);
    expect(await (await api.gateway.fetch(construct.urlForPath('/orders'))).json()).toMatchObject({ path: '/orders' });
    expect((await api.fetch('GET', '/orders')).status).toBe(200);
    expect((await api.gateway.fetch(`${api.url}/orders`)).status).toBe(403);
  });

  test('has several APIs below their base paths, of which the longest wins', async () => {
    const shared = new ApiDomain(stack, 'Domain', { domainName: 'api.example.com', hostedZone });
    const shop = add('Shop', { domain: { shared, basePath: 'shop' } });
    const admin = add('Admin', { domain: { shared, basePath: 'shop/admin' } });
    const api = await LocalApi.of(stack, { api: shop });
    const pathAt = async (url: string) => ((await (await api.gateway.fetch(url)).json()) as any).path;
    expect(await pathAt(shop.urlForPath('/orders'))).toBe('/shop/orders');
    expect(await pathAt(admin.urlForPath('/orders'))).toBe('/shop/admin/orders');
    expect(await (await api.fetch('GET', '/orders')).json()).toMatchObject({ path: '/shop/orders' });
    expect((await api.gateway.fetch('https://api.example.com/orders')).status).toBe(403);
  });

  test('tells functions its name and the whole path', async () => {
    const handler = makeFunction(stack);
    const domain = { domainName: 'api.example.com', hostedZone, basePath: 'v1' };
    new ServerlessApi(stack, 'Orders', {
      domain,
      authorizer: Authorizer.none(),
      routes: { 'GET /orders': { handler } },
    });
    const api = await LocalApi.of(stack);
    api.stubFunction(handler, () => ({ statusCode: 204 }));
    expect((await api.fetch('GET', '/orders')).status).toBe(204);
    expect(api.calls(handler)[0]?.event).toMatchObject({
      path: '/v1/orders',
      resource: '/orders',
      requestContext: { path: '/v1/orders', domainName: 'api.example.com' },
    });
  });
});

describe('a canary', () => {
  const colorOf = async (percent: number) => {
    const at = new Stack(new App(), 'Stack');
    const before = new ServerlessApi(at, 'Api', { routes: { 'GET /old': { backend: Backend.mock() } } });
    const variables = { color: 'green' };
    const canary = { baseDeployment: deploymentId(Stack.of(before)), percent, variables };
    add('Api', { stage: { variables: { color: 'blue' }, canary } });
    const answer = await (await LocalApi.of(stack)).fetch('GET', '/orders');
    return ((await answer.json()) as any).color;
  };

  test('answers with its own stage variables', async () => {
    expect(await colorOf(100)).toBe('green');
  });

  test('is told apart by its variables alone, which the gateway says', async () => {
    await colorOf(50);
    const { gateway } = await LocalApi.of(stack);
    expect(gateway.model.fidelity).toContainEqual(
      expect.objectContaining({
        effect: 'differs',
        message: expect.stringContaining('the API as it was is not known'),
      }),
    );
  });

  test('leaves all requests to the base at 0 percent', async () => {
    expect(await colorOf(0)).toBe('blue');
  });
});
