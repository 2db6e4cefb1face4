import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { App, Duration, type IPropertyInjector, PropertyInjectors, Stack, Tags } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BundledFunction, type BundledFunctionOptions, GradualDeployment } from '../../../lib/constructs/functions';
import { TemporaryProject } from '../../temporary-project';

let project: TemporaryProject;
let stack: Stack;

beforeAll(() => {
  project = TemporaryProject.create({
    'hello.ts': 'export const handler = async (): Promise<string> => "hello"; export const other = handler;',
  });
});
afterAll(() => project.remove());
beforeEach(() => {
  stack = new Stack(new App(), 'Test');
});

describe('resources', () => {
  test('are a role, a function and a log group', () => {
    add();
    expect(typesOf(stack)).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup']);
  });

  test('are a role and a function when the log group is given, traced and all', () => {
    const logGroup = new logs.LogGroup(stack, 'Logs');
    add({ logGroup });
    add({ logGroup }, 'Fn2');
    expect(typesOf(stack).filter((type) => type !== 'AWS::Logs::LogGroup')).toEqual([
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Function',
    ]);
    expect(typesOf(stack)).toHaveLength(5);
  });

  test('have current defaults', () => {
    add();
    expectFunction({
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'FnLogs429188E7' } },
      MemorySize: 1024,
      Runtime: 'nodejs24.x',
      Timeout: 10,
      TracingConfig: { Mode: 'Active' },
    });
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: 'Delete',
    });
  });

  test('take any option of a function', () => {
    const queue = new sqs.Queue(stack, 'Failed');
    add({
      architecture: lambda.Architecture.X86_64,
      deadLetterQueue: queue,
      description: 'says hello',
      environment: { A: '1' },
      functionName: 'hello',
      handler: 'other',
      layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:1:layer:a:1')],
      memorySize: 256,
      reservedConcurrentExecutions: 3,
      retryAttempts: 1,
      runtime: lambda.Runtime.NODEJS_22_X,
      timeout: Duration.seconds(29),
      tracing: lambda.Tracing.DISABLED,
    });
    expectFunction({
      Architectures: ['x86_64'],
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Failed'), 'Arn'] } },
      Description: 'says hello',
      Environment: { Variables: { A: '1' } },
      FunctionName: 'hello',
      Handler: 'index.other',
      Layers: ['arn:aws:lambda:eu-west-1:1:layer:a:1'],
      MemorySize: 256,
      ReservedConcurrentExecutions: 3,
      Runtime: 'nodejs22.x',
      Timeout: 29,
      TracingConfig: Match.absent(),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 1 });
  });

  test('have no log group of CDK beside ours when the app has the feature flag for one', () => {
    stack = new Stack(new App({ context: { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true } }), 'Test');
    const fn = add({ logRetention: logs.RetentionDays.ONE_YEAR });
    expect(fn.logGroup.node.id).toBe('Logs');
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });
});

describe('the role', () => {
  test('may write to its own log group and to X-Ray, by an inline policy', () => {
    add();
    expect(roleOf(stack)).toEqual({
      AssumeRolePolicyDocument: expect.anything(),
      Policies: [
        {
          PolicyName: 'Run',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Effect: 'Allow',
                Resource: { 'Fn::GetAtt': ['FnLogs429188E7', 'Arn'] },
              },
              { Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Effect: 'Allow', Resource: '*' },
            ],
          },
        },
      ],
    });
  });

  test('keeps managed policies that are added later', () => {
    add().role!.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', 'arn:aws:iam::1:policy/x'));
    expect(roleOf(stack).ManagedPolicyArns).toEqual(['arn:aws:iam::1:policy/x']);
  });

  test('may use network interfaces in a VPC', () => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    add({ vpc });
    expect(JSON.stringify(roleOf(stack))).toContain('ec2:CreateNetworkInterface');
    expect(roleOf(stack).ManagedPolicyArns).toBeUndefined();
  });

  test('is left as it is when the user gives one, but may log and trace', () => {
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    add({ role });
    expect(roleOf(stack)).not.toHaveProperty('Policies');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
          Match.objectLike({ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] }),
        ],
      },
    });
  });

  test('is reached by permissions boundaries and tags of the function', () => {
    const fn = add();
    iam.PermissionsBoundary.of(fn).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'P', 'arn:aws:iam::1:policy/b'));
    Tags.of(fn).add('team', 'billing');
    expect(roleOf(stack)).toMatchObject({
      PermissionsBoundary: 'arn:aws:iam::1:policy/b',
      Tags: [{ Key: 'team', Value: 'billing' }],
    });
  });
});

describe('secrets and parameters', () => {
  test('are named in the environment, and may be read', () => {
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const parameter = new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' });
    add({ environment: { A: '1' }, secrets: { KEY: secret }, parameters: { MODE: parameter } });
    expectFunction({
      Environment: { Variables: { A: '1', KEY: { Ref: 'SecretA720EF05' }, MODE: { Ref: 'Parameter9E1B4FBA' } } },
    });
    const policy = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policy).toContain('secretsmanager:GetSecretValue');
    expect(policy).toContain('ssm:GetParameter');
  });
});

describe('property injectors', () => {
  test('beat our defaults, and the user beats them', () => {
    PropertyInjectors.of(stack).add(new OrganisationDefaults());
    add({ timeout: Duration.seconds(3) });
    expectFunction({ MemorySize: 333, Timeout: 3, TracingConfig: Match.absent() });
  });

  test('leave our defaults where they say nothing', () => {
    PropertyInjectors.of(stack).add(new OrganisationDefaults());
    add();
    expectFunction({ Architectures: ['arm64'], Runtime: 'nodejs24.x', Timeout: 7 });
  });
});

describe('alias', () => {
  test('does not exist by default', () => {
    expect(add().alias).toBeUndefined();
  });

  test('carries provisioned concurrency and the settings of asynchronous calls', () => {
    const onFailure = new SqsDestination(new sqs.Queue(stack, 'Failed'));
    const fn = add({ provisionedConcurrency: 2, onFailure });
    expect(fn.alias?.aliasName).toBe('live');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    const qualifiers = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig')).map(
      ({ Properties }) => Properties.Qualifier,
    );
    expect(qualifiers).toEqual(['$LATEST', expect.objectContaining({ 'Fn::Select': expect.anything() })]);
  });

  test('points to another version when the code changes', () => {
    const versions = ['1', '2'].map((text) => {
      project.write({ 'versioned.ts': `export const handler = () => ${text};` });
      stack = new Stack(new App(), 'Test');
      const fn = new BundledFunction(stack, 'Fn', {
        entry: project.path('versioned.ts'),
        gradualDeployment: GradualDeployment.allAtOnce(),
      });
      return stack.resolve(fn.currentVersion.version)['Fn::GetAtt'][0];
    });
    expect(versions[0]).not.toBe(versions[1]);
  });
});

test('passes cdk-nag with a VPC, a deployment group and grants on a queue', () => {
  const app = new App();
  stack = new Stack(app, 'Test');
  const fn = add({
    gradualDeployment: GradualDeployment.linear({ percent: 10, interval: Duration.minutes(1) }),
    secrets: { KEY: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'key') },
  });
  new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' }).grantRead(fn);
  const findings = new AwsSolutionsChecks(app).validateScope(app).violations;
  expect(findings.filter(({ ruleName }) => !ruleName.includes('IAM5[Resource::arn'))).toEqual([]);
});

test('a wildcard that the user grants is still found by cdk-nag', () => {
  const app = new App();
  stack = new Stack(app, 'Test');
  add().addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }));
  const findings = new AwsSolutionsChecks(app).validateScope(app).violations;
  expect(findings.map(({ ruleName }) => ruleName)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

test.each<[string, BundledFunctionOptions & { entry?: string }, RegExp]>([
  [
    'an entry of another kind',
    { entry: 'x.py' },
    /Test\/Fn: entry must be a JavaScript or TypeScript file, got "x.py"/,
  ],
  [
    'a handler with a file name',
    { handler: 'index.ts:x' },
    /handler must be the name of an export .* got "index.ts:x"/,
  ],
  ['a runtime without Node.js', { runtime: lambda.Runtime.PYTHON_3_12 }, /runtime must be a Node.js runtime/],
  [
    'no provisioned concurrency',
    { provisionedConcurrency: 0 },
    /provisionedConcurrency must be a whole number, at least 1, got "0"/,
  ],
  [
    'more provisioned than reserved concurrency',
    { provisionedConcurrency: 3, reservedConcurrentExecutions: 2 },
    /provisionedConcurrency cannot exceed reservedConcurrentExecutions, got "3" and "2"/,
  ],
  ['settings of a custom resource', { logRetentionRetryOptions: {} }, /logRetentionRetryOptions has no effect/],
  [
    'an option that the bundling sets',
    { esbuild: { options: { outdir: 'x' } } },
    /esbuild.options cannot take "outdir"/,
  ],
  [
    'an option that is no JSON',
    { esbuild: { options: { mangleProps: /_$/ } } },
    /options.mangleProps must be plain JSON/,
  ],
])('refuses %s', (_, props, message) => {
  expect(() => add(props)).toThrow(message);
});

test('refuses a variable that is set twice', () => {
  const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'x');
  expect(() => add({ environment: { KEY: 'x' }, secrets: { KEY: secret } })).toThrow(
    /"KEY" is set by more than one of environment, secrets and parameters/,
  );
});

test('refuses retention beside a log group', () => {
  const logGroup = new logs.LogGroup(stack, 'Logs');
  expect(() => add({ logGroup, logRetention: logs.RetentionDays.ONE_DAY })).toThrow(
    /logRetention and logGroup exclude each other/,
  );
});

class OrganisationDefaults implements IPropertyInjector {
  readonly constructUniqueId = lambda.Function.PROPERTY_INJECTION_ID;

  inject(props: Record<string, unknown>): Record<string, unknown> {
    return { memorySize: 333, timeout: Duration.seconds(7), tracing: lambda.Tracing.DISABLED, ...props };
  }
}

function add(props: BundledFunctionOptions & { entry?: string } = {}, id = 'Fn'): BundledFunction {
  return new BundledFunction(stack, id, { entry: project.path('hello.ts'), ...props });
}

function typesOf(of: Stack): string[] {
  const { Resources } = Template.fromStack(of).toJSON() as { Resources: Record<string, { Type: string }> };
  return Object.values(Resources)
    .map(({ Type }) => Type)
    .sort();
}

function roleOf(of: Stack): Record<string, unknown> {
  return Object.values(Template.fromStack(of).findResources('AWS::IAM::Role'))[0]!.Properties;
}

function expectFunction(properties: Record<string, unknown>): void {
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', properties);
}
