import { Match, Template } from 'aws-cdk-lib/assertions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { SecretValue, type Stack } from 'aws-cdk-lib/core';
import { Authorizer, HeaderValue, ProxyApi, type ProxyApiProps, RequestValue, Upstream } from '../../../lib';
import { makeFunction, makeStack } from '../fixtures';
import { integrationIn, makeFront, makePool } from './fixtures';

const withHeaders = (headers: Record<string, HeaderValue>) => Upstream.url('https://a.example.com', { headers });
const makeWith = (headers: Record<string, HeaderValue>, props: ProxyApiProps = {}) =>
  makeFront({ upstream: withHeaders(headers), ...props });
const parametersOf = (stack: Stack, key: string) => integrationIn(stack, key).requestParameters;

test('headers say what the front door knows', () => {
  const { stack } = makeWith({
    'X-Front': HeaderValue.literal('gatehouse'),
    'X-Forwarded-Host': HeaderValue.host(),
    'X-Real-IP': HeaderValue.clientAddress(),
    'X-Request-Id': HeaderValue.requestId(),
    'X-Realm': HeaderValue.of(RequestValue.query('realm')),
  });
  expect(parametersOf(stack, 'ANY /')).toEqual({
    'integration.request.header.X-Front': "'gatehouse'",
    'integration.request.header.X-Forwarded-Host': 'context.domainName',
    'integration.request.header.X-Real-IP': 'context.identity.sourceIp',
    'integration.request.header.X-Request-Id': 'context.requestId',
    'integration.request.header.X-Realm': 'method.request.querystring.realm',
  });
});

test('headers of a path go before those of its upstream, whatever their case', () => {
  const { stack } = makeWith(
    { 'X-A': HeaderValue.literal('upstream'), 'X-B': HeaderValue.literal('upstream') },
    { paths: { 'GET /a': { headers: { 'x-a': HeaderValue.literal('path') } } } },
  );
  expect(parametersOf(stack, 'GET /a')).toEqual({
    'integration.request.header.x-a': "'path'",
    'integration.request.header.X-B': "'upstream'",
  });
});

describe('who calls', () => {
  const front = (headers: Record<string, HeaderValue>, props: (stack: Stack) => ProxyApiProps) => {
    const stack = makeStack();
    new ProxyApi(stack, 'Front', { upstream: withHeaders(headers), publicPaths: ['/open'], ...props(stack) });
    return stack;
  };

  test('is told by claims of the token, and on public paths by a text that no caller chose', () => {
    const headers = { 'X-User': HeaderValue.claim('sub'), 'X-Who': HeaderValue.claim('sub', { whenPublic: 'anyone' }) };
    const stack = front(headers, (scope) => ({ authorizer: Authorizer.cognito(makePool(scope)) }));
    expect(parametersOf(stack, 'ANY /')).toMatchObject({
      'integration.request.header.X-User': 'context.authorizer.claims.sub',
    });
    expect(parametersOf(stack, 'ANY /open')).toEqual({
      'integration.request.header.X-User': "'-'",
      'integration.request.header.X-Who': "'anyone'",
    });
  });

  test('is told by what a Lambda authorizer answered', () => {
    const headers = {
      'X-User': HeaderValue.authorizerContext('principalId'),
      'X-Tenant': HeaderValue.authorizerContext('tenant', { always: true }),
    };
    const stack = front(headers, (scope) => ({ authorizer: Authorizer.token(makeFunction(scope)) }));
    expect(parametersOf(stack, 'ANY /')).toEqual({
      'integration.request.header.X-User': 'context.authorizer.principalId',
      'integration.request.header.X-Tenant': 'context.authorizer.tenant',
    });
  });

  test('is told by the signature', () => {
    const stack = front({ 'X-Caller': HeaderValue.callerArn() }, () => ({}));
    expect(parametersOf(stack, 'ANY /')).toEqual({ 'integration.request.header.X-Caller': 'context.identity.userArn' });
  });

  test('is not told by a value that may be missing, for a header of the caller would pass', () => {
    expect(() => makeWith({ 'X-Mail': HeaderValue.claim('email') })).toThrow(
      'upstream: header "X-Mail" takes the claim "email", which may be missing, and then a header of this name that the caller made ' +
        'up would pass: take one that is always there, or say "always: true" if whoever lets callers in sees to that',
    );
    expect(() => makeWith({ 'X-Mail': HeaderValue.claim('email', { always: true }) })).not.toThrow();
    expect(() => makeWith({ 'X-A': HeaderValue.of(RequestValue.context('identity.userAgent')) })).toThrow(
      'takes "context.identity.userAgent", which may be missing',
    );
    expect(() => makeWith({ 'X-A': HeaderValue.of(RequestValue.claim('sub')) })).toThrow('use HeaderValue.claim');
  });

  test('is not told by claims where nobody looks at a token', () => {
    expect(() => front({ 'X-User': HeaderValue.claim('sub') }, () => ({ authorizer: Authorizer.iam() }))).toThrow(
      'path "ANY /": header "X-User" takes the claim "sub", which Authorizer.cognito lets in, and this path is guarded by Authorizer.iam',
    );
  });

  test('tells cached answers apart', () => {
    const stack = front({ 'X-User': HeaderValue.claim('sub') }, (scope) => ({
      authorizer: Authorizer.cognito(makePool(scope)),
      cache: { keys: [RequestValue.claim('sub')] },
    }));
    expect(integrationIn(stack, 'GET /{proxy+}').cacheKeyParameters).toEqual([
      'method.request.path.proxy',
      'integration.request.header.X-User',
    ]);
    expect(integrationIn(stack, 'GET /open')).not.toHaveProperty('cacheKeyParameters');
  });
});

describe('a secret', () => {
  const variablesOf = (stack: Stack) =>
    Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'))[0].Properties.Variables;

  test('comes by a variable of the stage, and is in no template', () => {
    const stack = makeStack();
    const secret = new secretsmanager.Secret(stack, 'Secret', { generateSecretString: { excludePunctuation: true } });
    const verify = HeaderValue.secret(secret.secretValue);
    new ProxyApi(stack, 'Front', {
      upstream: withHeaders({ 'X-Origin-Verify': verify }),
      mounts: { '/a': withHeaders({ 'X-Origin-Verify': verify }) },
      stage: { variables: { X_Origin_Verify: 'taken' } },
    });
    expect(variablesOf(stack)).toEqual({
      X_Origin_Verify: 'taken',
      X_Origin_Verify_2: {
        'Fn::Join': [
          '',
          ['{{resolve:secretsmanager:', { Ref: expect.stringMatching(/^Secret/) }, ':SecretString:::}}'],
        ],
      },
    });
    for (const key of ['ANY /', 'ANY /a']) {
      expect(parametersOf(stack, key)).toMatchObject({
        'integration.request.header.X-Origin-Verify': 'stageVariables.X_Origin_Verify_2',
      });
    }
  });

  test('that exists already comes by its name, and a plain parameter by its own', () => {
    const stack = makeStack();
    const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/front/realm');
    new ProxyApi(stack, 'Front', {
      upstream: withHeaders({
        'X-Origin-Verify': HeaderValue.secret(SecretValue.secretsManager('origin', { jsonField: 'key' })),
        'X-Realm': HeaderValue.parameter(parameter),
      }),
    });
    expect(variablesOf(stack)).toEqual({
      X_Origin_Verify: '{{resolve:secretsmanager:origin:SecretString:key::}}',
      X_Realm: { Ref: expect.stringMatching(/^Parameter/) },
    });
    Template.fromStack(stack).hasParameter('*', Match.objectLike({ Default: '/front/realm' }));
  });

  test.each<[string, () => SecretValue, string]>([
    ['a secure string', () => SecretValue.ssmSecure('/front/key', '1'), 'keep the secret in Secrets Manager'],
    ['a plain text', () => SecretValue.unsafePlainText('hush'), 'would stand in the template for everybody to read'],
  ])('is no %s', (_kind, value, fault) => {
    expect(() => makeWith({ 'X-Key': HeaderValue.secret(value()) })).toThrow(fault);
  });

  test.each([
    [{}, 'with characters that a stage variable cannot hold'],
    [{ excludePunctuation: true, includeSpace: true }, 'with characters that a stage variable cannot hold'],
    [{ excludePunctuation: true, passwordLength: 600 }, 'of 600 characters, a stage variable holds 512'],
  ])('generated with %j is refused', (generateSecretString, fault) => {
    const stack = makeStack();
    const secret = new secretsmanager.Secret(stack, 'Secret', { generateSecretString });
    const upstream = withHeaders({ 'X-Key': HeaderValue.secret(secret.secretValue) });
    expect(() => new ProxyApi(stack, 'Front', { upstream })).toThrow(fault);
  });

  test('is not written into a log', () => {
    const secret = HeaderValue.secret(SecretValue.secretsManager('origin'));
    expect(() => makeWith({ 'X-Key': secret }, { executionLog: { dataTrace: true } })).toThrow(
      'executionLog.dataTrace would write secret headers into the log',
    );
  });
});
