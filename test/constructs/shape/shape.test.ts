import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  AccessLog,
  ApiAlarm,
  ApiDomain,
  Authorizer,
  Backend,
  BundledFunction,
  ConnectionTable,
  GradualDeployment,
  HeaderValue,
  ManagedRuleGroup,
  ManagedWebAcl,
  ProxyApi,
  RequestValue,
  RouteGroup,
  ServerlessApi,
  type ServerlessApiProps,
  ServerlessWebSocketApi,
  Upstream,
  UsagePlan,
  WebAclLog,
} from '../../../lib';
import { LEGACY } from '../proxy/fixtures';
import { makeApi, makeFunction, makeStack } from '../fixtures';
import { makeChat } from '../websocket/fixtures';

/** As plain JavaScript, and every program that casts, can write them. */
const loose = (value: unknown): any => value;
const routes = { 'GET /': { backend: Backend.mock() } };
const makeRest = (props: unknown) => () => new ServerlessApi(makeStack(), 'Api', loose(props));

describe('props that nobody reads', () => {
  test('are refused all at once, together with all else that is wrong', () => {
    const make = makeRest({
      routes,
      corss: { allowOrigins: ['*'] },
      stage: { nme: 'live', canary: { percent: 5 } },
      throttle: { rateLimt: 5 },
      cache: { tll: 5 },
      executionLog: { levle: 'INFO' },
      domain: { domainNam: 'a.example.com' },
      gatewayResponses: { THROTTLED: { statusCode: 430 } },
      functionDefaults: { esbuild: { minifi: true } },
      description: '',
    });
    expect(make).toThrow('Stack/Api: 9 faults');
    for (const fault of [
      'unknown prop "corss": did you mean "cors"?',
      'unknown prop "stage.nme": did you mean "stage.name"?',
      'stage.canary.baseDeployment is missing',
      'unknown prop "throttle.rateLimt": did you mean "throttle.rateLimit"?',
      'unknown prop "cache.tll": did you mean "cache.ttl"?',
      'unknown prop "executionLog.levle": did you mean "executionLog.level"?',
      'unknown prop "domain.domainNam": did you mean "domain.domainName"?',
      'unknown prop "gatewayResponses.THROTTLED.statusCode", known are status, headers, template',
      'unknown prop "functionDefaults.esbuild.minifi": did you mean "functionDefaults.esbuild.minify"?',
    ]) {
      expect(make).toThrow(fault);
    }
  });

  test('are told beside values that are wrong', () => {
    const make = makeRest({
      routes,
      corss: {},
      description: '',
      cors: { allowOrigins: ['*', 'https://a.example.com'] },
    });
    expect(make).toThrow('3 faults');
    expect(make).toThrow('description must not be empty');
  });

  test('are told where they belong, if they stand one level too high', () => {
    expect(makeRest({ routes, allowOrigins: ['*'] })).toThrow('did you mean "cors.allowOrigins"?');
    expect(makeRest({ routes, retainDeployments: true })).toThrow('did you mean "stage.retainDeployments"?');
  });

  test('that are names of the RestApi of CDK are told by ours', () => {
    expect(makeRest({ routes, deployOptions: {} })).toThrow('unknown prop "deployOptions": it is "stage", "throttle"');
    expect(makeRest({ routes, restApiName: 'a' })).toThrow('unknown prop "restApiName": it is "apiName" here');
    expect(makeRest({ routes, cloudWatchRole: true })).toThrow('add an ApiGatewayLogging');
  });

  test('that are no objects where one must be are named with what they may hold', () => {
    expect(makeRest({ routes, stage: 'live' })).toThrow(
      'stage must be an object of name, description, variables, canary, retainDeployments, got "live"',
    );
    expect(makeRest({ routes, cors: true })).toThrow('cors must be an object of allowOrigins');
    expect(makeRest({ routes, gatewayResponses: 'THROTTLED' })).toThrow(
      'gatewayResponses must be a map, got "THROTTLED"',
    );
    expect(makeRest('props')).toThrow('props must be an object of apiName');
    expect(() => new ProxyApi(makeStack(), 'Front', loose(undefined))).toThrow('upstream is missing');
  });

  test('that are left undefined are no fault', () => {
    expect(makeRest({ routes, corss: undefined, cors: undefined, stage: { nme: undefined } })).not.toThrow();
  });

  test('of a front door, a WebSocket API, a group, a function and what is made of a document are refused as well', () => {
    const stack = makeStack();
    const document = { openapi: '3.0.3', info: { title: 'a', version: '1' }, paths: {} };
    expect(() => new ProxyApi(stack, 'Front', loose({ upstrem: LEGACY, routes: {} }))).toThrow(
      /did you mean "upstream"\?[^]*a front door has "paths"/,
    );
    expect(() => makeChat(loose({ stage: { nam: 'live' } }))).toThrow('did you mean "stage.name"?');
    expect(() => new RouteGroup(stack, 'Group', loose({ route: {} }))).toThrow('unknown prop "route": did you mean');
    expect(() => ServerlessApi.fromOpenApi(stack, 'Spec', loose({ document, operation: {}, routes }))).toThrow(
      /did you mean "operations"\?[^]*the document has the routes/,
    );
    expect(() => ProxyApi.fromOpenApi(stack, 'Spec', loose({ document, mount: {} }))).toThrow('did you mean "mounts"?');
    expect(() => ServerlessApi.fromOpenApi(stack, 'Spec', loose({ operations: {} }))).toThrow('document is missing');
  });

  test('a WebSocket API has no canary, and keeps its deployments on request', () => {
    expect(() => makeChat({ stage: { canary: { baseDeployment: 'a', percent: 1 } } })).toThrow(
      'stage.canary is for REST APIs',
    );
    const { chat } = makeChat({ stage: { retainDeployments: true } });
    expect(chat.deployment.cfnOptions.deletionPolicy).toBe('Retain');
  });

  test('a class of one’s own may pass on what it has added', () => {
    class TeamApi extends ServerlessApi {
      public readonly domains: string[];

      constructor(scope: Construct, id: string, props: ServerlessApiProps & { readonly domains: string[] }) {
        super(scope, id, props);
        this.domains = props.domains;
      }
    }
    expect(() => new TeamApi(makeStack(), 'Api', { routes, domains: [] })).not.toThrow();
    expect(() => new TeamApi(makeStack(), 'Api', loose({ routes, domains: [], cors: { origins: [] } }))).toThrow(
      'unknown prop "cors.origins"',
    );
  });
});

describe('values of another kind are named, with what they must be', () => {
  test.each<[object, string]>([
    [
      { cors: { allowOrigins: 'https://a.example.com' } },
      'cors.allowOrigins must be a list, got "https://a.example.com"',
    ],
    [{ cors: { allowOrigins: [5] } }, 'cors.allowOrigins[0] must be text, got 5'],
    [{ cache: { ttl: 300 } }, 'cache.ttl must be a Duration of whole seconds, such as Duration.seconds(10), got 300'],
    [{ cache: { keys: ['page'] } }, 'cache.keys[0] must be what RequestValue makes, got "page"'],
    [{ compression: '1kb' }, 'compression must be a Size, such as Size.kibibytes(1), got "1kb"'],
    [{ authorizer: 'IAM' }, 'authorizer must be what Authorizer makes, got "IAM"'],
    [{ accessLog: false }, 'accessLog must be what AccessLog makes, got false'],
    [{ endpoint: 'PRIVATE' }, 'endpoint must be what Endpoint makes, got "PRIVATE"'],
    [{ webAcl: {} }, 'webAcl must be what WebAcl makes, got an object'],
    [{ domain: { domainName: 'a.example.com', shared: {} } }, 'domain.shared must be an ApiDomain, got an object'],
    [{ throttle: { rateLimit: Number.NaN } }, 'throttle.rateLimit must be a number, 0 or more, got NaN'],
    [{ tracing: 'yes' }, 'tracing must be true or false, got "yes"'],
    [{ stage: { variables: { a: 1 } } }, 'stage.variables.a must be text, got 1'],
    [{ executionLog: null }, 'executionLog must be an object of level, dataTrace, retention, removalPolicy, got null'],
    [{ functionDefaults: { timeout: 3 } }, 'functionDefaults.timeout must be a Duration'],
    [{ throttle: { rateLimit: -1 } }, 'throttle.rateLimit must be a number, 0 or more, got -1'],
    [{ throttle: { burstLimit: 1.5 } }, 'throttle.burstLimit must be a whole number, 0 or more, got 1.5'],
    [{ cache: { ttl: Duration.millis(500) } }, 'cache.ttl must be a Duration of whole seconds'],
    [{ cache: { size: '0.7' } }, 'cache.size must be one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237, got "0.7"'],
    [{ executionLog: { level: 'DEBUG' } }, 'executionLog.level must be one of OFF, ERROR, INFO, got "DEBUG"'],
    [{ apiKeySource: 'BODY' }, 'apiKeySource must be one of HEADER, AUTHORIZER, got "BODY"'],
    [{ functionLogs: 'EACH' }, 'functionLogs must be one of SHARED, PER_FUNCTION, got "EACH"'],
    [
      { resourcePolicy: { Statement: [] } },
      'resourcePolicy must be an iam.PolicyDocument, such as ResourcePolicy makes',
    ],
    [{ apiName: '' }, 'apiName must not be empty'],
    [{ maxTimeout: Duration.seconds(10) }, 'maxTimeout says that a quota was raised above 29 seconds, got 10000'],
    [
      { cors: { allowOrigins: ['*'], allowMethods: ['get'] } },
      'cors.allowMethods has "get": browsers ask for methods in',
    ],
  ])('%j', (props, fault) => {
    expect(makeRest({ routes, ...props })).toThrow(fault);
  });

  test('of front doors, alarms and responses', () => {
    const makeFront = (props: object) => () =>
      new ProxyApi(makeStack(), 'Front', loose({ upstream: LEGACY, ...props }));
    expect(makeFront({ publicPaths: '/health' })).toThrow('publicPaths must be a list, got "/health"');
    expect(makeFront({ mounts: { '/a': 'https://a.example.com' } })).toThrow('mounts./a must be what Upstream makes');
    expect(makeFront({ paths: { '/a': { upstream: 'https://a.example.com' } } })).toThrow(
      'path "/a": upstream must be what Upstream makes',
    );
    expect(() => makeApi().api.addAlarms(loose({ alarms: ['x'] }))).toThrow('alarms[0] must be what ApiAlarm makes');
    expect(() => Backend.httpCustom('https://a.example.com', loose({ responses: {} }))).toThrow(
      'responses must be a list, got an object',
    );
    expect(() => Backend.mock(loose({ headers: { Age: 1 } }))).toThrow('headers.Age must be text, got 1');
  });

  test('of usage plans and their keys', () => {
    const { api } = makeApi();
    const plan = (quota: object) => () => makeApi().api.addUsagePlan('Plan', loose({ quota }));
    expect(plan({ limit: 5 })).toThrow('quota must have both "limit" and "period"');
    expect(plan({ limit: 5, period: 'YEAR' })).toThrow('quota.period must be one of DAY, WEEK, MONTH, got "YEAR"');
    expect(plan({ limit: 5, period: 'DAY', offset: 3 })).toThrow('quota.offset must be at most 0 for a period of DAY');
    expect(() => api.addUsagePlan('Gold').addKey('acme', { value: 'short' })).toThrow(
      'key "acme": value must be 20 to 128 characters, got 5',
    );
  });

  test('of what is made by a call', () => {
    const { api } = makeApi();
    expect(() => Backend.lambdaProxy(loose(undefined))).toThrow('Backend.lambdaProxy must be given a function, got');
    expect(() => Authorizer.cognito(loose('pool'))).toThrow('Authorizer.cognito must be given a user pool, got "pool"');
    expect(() => RequestValue.header(loose(undefined))).toThrow('RequestValue.header takes a name');
    expect(() => api.mount('/a', loose({}))).toThrow('mount takes a RouteGroup');
    expect(() => api.addAlarms({ alarms: [ApiAlarm.latency({ evaluationPeriods: 0 })] })).toThrow('must be 1 or more');
    for (const [backend, fault] of [
      [Backend.httpProxy('https://a.example.com/a b'), 'url must have no white space'],
      [Backend.httpProxy(loose(undefined)), 'url must be text, got undefined'],
      [Backend.httpProxy('https://a.example.com', { method: 'FETCH' }), 'method must be one of GET, POST'],
    ] as const) {
      expect(() => makeApi().api.addRoute('GET /x', { backend })).toThrow(fault);
    }
    const { chat } = makeChat();
    expect(() => chat.addStage('Other', { name: 'prod' })).toThrow('there is a stage of the name "prod" already');
  });

  test('a route without entry, handler and backend of its kind is told so', () => {
    const { api } = makeApi();
    expect(() => api.addRoute('GET /a', loose({ backend: 'mock' }))).toThrow('backend must be what Backend makes');
    expect(() => api.addRoute('GET /b', loose({ handler: 'arn:aws:lambda' }))).toThrow('handler must be an object');
  });
});

describe('options of functions', () => {
  const makeDefaults = (functionDefaults: object) => makeRest({ routes, functionDefaults });

  test('are refused if they are misspelled', () => {
    expect(makeDefaults({ memorysize: 128 })).toThrow('did you mean "functionDefaults.memorySize"?');
    expect(() => new BundledFunction(makeStack(), 'Fn', loose({ entry: 'a.ts', timeot: 1 }))).toThrow(
      'Stack/Fn: unknown prop "timeot": did you mean "timeout"?',
    );
    expect(() => new BundledFunction(makeStack(), 'Fn', loose({}))).toThrow('entry is missing');
  });

  test('may be those of a later CDK', () => {
    expect(makeDefaults({ loggingFormatV2: 'JSON', somethingNew: true })).not.toThrow();
  });
});

describe('options of what is made by a call', () => {
  const stack = makeStack();
  const handler = makeFunction(stack);
  const { api } = makeApi();

  test.each<[string, () => unknown]>([
    ['Backend.mock: unknown option "boddy": did you mean "body"?', () => Backend.mock(loose({ boddy: 1 }))],
    ['Backend.lambdaProxy: unknown option "byname"', () => Backend.lambdaProxy(handler, loose({ byname: true }))],
    [
      'Backend.lambdaCustom: unknown option "request.template"',
      () => Backend.lambdaCustom(handler, loose({ request: { template: {} } })),
    ],
    [
      'Backend.httpProxy: unknown option "header"',
      () => Backend.httpProxy('https://a.example.com', loose({ header: {} })),
    ],
    [
      'unknown option "responses[0].statusCode"',
      () => Backend.httpCustom('https://a.example.com', loose({ responses: [{ statusCode: 1 }] })),
    ],
    ['Backend.aws: service is missing', () => Backend.aws(loose({}))],
    [
      'Authorizer.request: unknown option "identitySource"',
      () => Authorizer.request(handler, loose({ identitySource: [] })),
    ],
    ['Authorizer.token: unknown option "ttls"', () => Authorizer.token(handler, loose({ ttls: 1 }))],
    [
      'Authorizer.cognito: unknown option "scope"',
      () => Authorizer.cognito(new cognito.UserPool(stack, 'Pool'), loose({ scope: [] })),
    ],
    ['AccessLog.toLogGroup: unknown option "retentions"', () => AccessLog.toLogGroup(loose({ retentions: 1 }))],
    ['ApiAlarm.latency: unknown option "treshold"', () => ApiAlarm.latency(loose({ treshold: 1 }))],
    ['ConnectionTable.create: unknown option "byuser"', () => ConnectionTable.create(loose({ byuser: true }))],
    ['GradualDeployment.canary: interval is missing', () => GradualDeployment.canary(loose({ percent: 1 }))],
    ['Upstream.url: unknown option "timeouts"', () => Upstream.url('https://a.example.com', loose({ timeouts: 1 }))],
    ['claim "sub": unknown option "allways"', () => HeaderValue.claim('sub', loose({ allways: true }))],
    ['unknown option "versoin"', () => ManagedRuleGroup.common(loose({ versoin: '1' }))],
    ['WebAclLog.refused: unknown option "retain"', () => WebAclLog.refused(loose({ retain: 1 }))],
    ['Stack/Acl: unknown prop "rateLimit"', () => new ManagedWebAcl(stack, 'Acl', loose({ rateLimit: 1 }))],
    ['Stack/Domain: domainName is missing', () => new ApiDomain(stack, 'Domain', loose({}))],
    ['unknown prop "quota.limits"', () => api.addUsagePlan('A', loose({ quota: { limits: 1 } }))],
    ['unknown prop "routes.GET /.rate"', () => api.addUsagePlan('B', loose({ routes: { 'GET /': { rate: 1 } } }))],
    ['Stack/Plan: api is missing', () => new UsagePlan(stack, 'Plan', loose({}))],
    ['unknown option "alarm": did you mean "alarms"?', () => api.addAlarms(loose({ alarm: [] }))],
    ['unknown option "route": did you mean "routes"?', () => api.addDashboard(loose({ route: [] }))],
    [
      'unknown prop "apiid"',
      () => ServerlessWebSocketApi.fromAttributes(stack, 'W', loose({ apiid: 'a', stageName: 'b' })),
    ],
    ['restApiId is missing', () => ServerlessApi.fromAttributes(stack, 'R', loose({ apiName: 'a' }))],
    ['options must be an object of', () => api.addRoute('GET /x', loose(undefined))],
    ['options must be an object of', () => makeChat().chat.addRoute('x', loose(undefined))],
    [
      'unknown option "cache.tll": did you mean "cache.ttl"?',
      () => api.addRoute('GET /y', loose({ backend: Backend.mock(), cache: { tll: 1 } })),
    ],
    [
      'unknown option "responses.200.schema"',
      () => api.addRoute('GET /z', loose({ backend: Backend.mock(), responses: { 200: { schema: {} } } })),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
