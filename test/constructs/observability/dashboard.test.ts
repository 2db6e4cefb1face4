import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { AccessLog, type DashboardOptions, type ServerlessApi, type ServerlessApiProps } from '../../../lib';
import { makeApi, methodSettings } from '../fixtures';
import { nagFindings } from '../nag-findings';

describe('addDashboard', () => {
  test('shows traffic, errors, latencies and every route', () => {
    expect(titlesOf(bodyOf())).toEqual([
      '## orders, stage prod',
      'Requests',
      'Errors',
      'Error rate in %',
      'Latency in ms',
      'Latency of backends in ms',
      'Routes, latencies in ms',
    ]);
  });

  test('shows the cache once a route has one, even when that comes later', () => {
    const body = bodyOf({}, {}, (api) =>
      api.addRoute('GET /a', { handler: api.route('GET /orders').handler, cache: { keys: [] } }),
    );
    expect(titlesOf(body).slice(-2)).toEqual(['Cache hits and misses', 'Cache hit rate in %']);
    const [hits, misses] = widget(body, 'Cache hits and misses').metrics;
    expect([hits[1], misses[1]]).toEqual(['CacheHitCount', 'CacheMissCount']);
  });

  test('names the stage by literals in every metric', () => {
    for (const { properties } of bodyOf().widgets) {
      for (const [namespace, , ...rest] of metricsOf(properties)) {
        expect(namespace).toBe('AWS/ApiGateway');
        expect(rest.slice(0, 4)).toEqual(['ApiName', 'orders', 'Stage', 'prod']);
      }
    }
  });

  test('reads the latencies as percentiles, and errors as shares', () => {
    const body = bodyOf();
    expect(widget(body, 'Latency in ms').metrics.map((metric: any[]) => metric.at(-1).stat)).toEqual([
      'p50',
      'p90',
      'p99',
    ]);
    const rate = widget(body, 'Error rate in %').metrics;
    expect(rate[0][0]).toMatchObject({ expression: '100 * clientErrors' });
    expect(rate[1]).toEqual(expect.arrayContaining(['4XXError', expect.objectContaining({ visible: false })]));
  });

  test('asks the access log for a table of the routes', () => {
    const { query, view } = widget(bodyOf(), 'Routes, latencies in ms');
    expect(view).toBe('table');
    expect(query.split(/\s\| /)).toEqual([
      "SOURCE 'AccessLog'",
      'stats count(*) as requests, sum(floor(status / 400)) - sum(floor(status / 500)) as clientErrors, ' +
        'sum(floor(status / 500)) as serverErrors, pct(responseLatency, 50) as p50, pct(responseLatency, 90) as p90, ' +
        'pct(responseLatency, 99) as p99 by httpMethod, resourcePath',
      'sort requests desc',
      'limit 100',
    ]);
  });

  test('has no table without an access log that says enough', () => {
    for (const accessLog of [AccessLog.off(), AccessLog.toLogGroup({ fields: { id: '$context.requestId' } })]) {
      expect(titlesOf(bodyOf({}, { accessLog }))).not.toContain('Routes, latencies in ms');
    }
  });

  test('shows single routes on request, whose metrics it switches on', () => {
    const { stack, api } = makeApi({ apiName: 'orders' });
    api.addDashboard({ routes: ['GET /orders'] });
    expect(methodSettings(stack, '/~1orders', 'GET').MetricsEnabled).toBe(true);
    const { metrics } = widget(bodyIn(stack), 'GET /orders: requests and errors');
    expect(metrics[0]).toEqual(expect.arrayContaining(['Resource', '/orders', 'Method', 'GET']));
  });

  test('shows alarms, and rows of the user', () => {
    const { stack, api } = makeApi();
    const own = new cloudwatch.TextWidget({ markdown: 'see the runbook' });
    api.addDashboard({ alarms: api.addAlarms(), rows: [[own]], interval: Duration.days(1), dashboardName: 'orders' });
    const body = bodyIn(stack);
    expect(body.start).toBe('-P1D');
    expect(body.widgets[1]).toMatchObject({
      type: 'alarm',
      properties: { alarms: [expect.anything(), expect.anything()] },
    });
    expect(titlesOf(body)).toContain('see the runbook');
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'orders' });
  });

  test('says what is wrong', () => {
    const { api } = makeApi();
    expect(() => api.addDashboard({ dashboardName: 'my orders' })).toThrow('got "my orders"');
    expect(() => api.addDashboard({ routes: new Array(241).fill('GET /orders') })).toThrow(
      'routes must be at most 240 on one dashboard, got 241',
    );
    expect(() => api.addDashboard({ routes: ['GET /none'] })).toThrow('there is no route "GET /none"');
  });

  test('adds nothing that cdk-nag has something to say of', () => {
    const { api } = makeApi();
    const before = nagFindings(api);
    api.addDashboard();
    expect(nagFindings(api)).toEqual(before);
  });
});

describe('the body is one that CloudWatch takes', () => {
  const routes = Object.fromEntries(Array.from({ length: 240 }, (_, index) => [`GET /r${index}`, index]));

  test.each<[string, () => any]>([
    ['as it is', () => bodyOf()],
    [
      'with as many routes as there may be',
      () => {
        const { stack, api } = makeApi();
        const { handler } = api.route('GET /orders');
        for (const key of Object.keys(routes)) api.addRoute(key, { handler });
        api.addDashboard({ routes: Object.keys(routes) });
        return bodyIn(stack);
      },
    ],
  ])('%s', (_case, make) => {
    const { widgets, ...rest } = make();
    expect(Object.keys(rest)).toEqual(['start']);
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(widgets.flatMap(({ properties }: any) => metricsOf(properties)).length).toBeLessThanOrEqual(2500);
    for (const { type, x, y, width, height, properties } of widgets) {
      expect(['metric', 'log', 'text', 'alarm']).toContain(type);
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(x + width).toBeLessThanOrEqual(24);
      expect(width).toBeGreaterThanOrEqual(1);
      expect(height).toBeGreaterThanOrEqual(1);
      if (type === 'text') continue;
      expect(properties.region).toBe('REGION');
      expect(metricsOf(properties).length).toBeLessThanOrEqual(500);
      for (const metric of metricsOf(properties)) {
        // Namespace, name, up to 30 dimensions in pairs, and how it is drawn.
        expect(metric.slice(0, -1).every((part: unknown) => typeof part === 'string')).toBe(true);
        expect(metric.length % 2).toBe(1);
        expect(metric.at(-1).period % 60).toBe(0);
      }
    }
  });

  test('without widgets on top of each other', () => {
    const cells = new Set<string>();
    for (const { x, y, width, height } of bodyOf({ routes: ['GET /orders'] }).widgets) {
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(cells.has(`${column} ${row}`)).toBe(false);
          cells.add(`${column} ${row}`);
        }
      }
    }
  });
});

/** Metrics of a widget without its formulas. */
function metricsOf(properties: any): any[][] {
  return (properties.metrics ?? []).filter(([first]: any[]) => typeof first === 'string');
}

function bodyOf(
  options: DashboardOptions = {},
  props: ServerlessApiProps = {},
  change: (api: ServerlessApi) => unknown = () => undefined,
): any {
  const { stack, api } = makeApi({ apiName: 'orders', ...props });
  api.addDashboard(options);
  change(api);
  return bodyIn(stack);
}

/** The body as CloudWatch gets it. */
function bodyIn(stack: Stack): any {
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const parts: any[] = dashboard?.Properties.DashboardBody['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : valueOf(part))).join(''));
}

function valueOf(part: any): string {
  if (part.Ref === 'AWS::Region') return 'REGION';
  if (part.Ref?.includes('AccessLog')) return 'AccessLog';
  if (part['Fn::GetAtt']?.[1] === 'Arn') return 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a';
  throw new Error(`nothing but the region, the log and alarms may be left open, got ${JSON.stringify(part)}`);
}

function titlesOf({ widgets }: any): string[] {
  return widgets.map(({ properties }: any) => properties.title ?? properties.markdown);
}

function widget({ widgets }: any, title: string): any {
  return widgets.find(({ properties }: any) => properties.title === title)?.properties;
}
