import { faultsOf, loadResources, restApi, rootMethod } from './assembly-writer';

const RestApiId = { Ref: 'Api' };

describe('tables', () => {
  const keys = {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };
  const index = { IndexName: 'i', KeySchema: keys.KeySchema, Projection: { ProjectionType: 'ALL' } };

  test('become the input of CreateTable', () => {
    const [table] = loadResources({
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'orders',
          ...keys,
          ProvisionedThroughput: { ReadCapacityUnits: '1', WriteCapacityUnits: 2 },
          GlobalSecondaryIndexes: [index],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
        },
      },
    }).tables;
    expect(table).toMatchObject({ name: 'orders', timeToLiveAttribute: 'ttl' });
    expect(table.arn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/orders');
    expect(table.createTable).toEqual({
      TableName: 'orders',
      ...keys,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
      GlobalSecondaryIndexes: [{ ...index, ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    });
  });

  test('of the global kind lose their replicas and capacity', () => {
    const [table] = loadResources({
      Table: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          ...keys,
          BillingMode: 'PROVISIONED',
          WriteProvisionedThroughputSettings: {},
          GlobalSecondaryIndexes: [{ ...index, WriteProvisionedThroughputSettings: {} }],
          Replicas: [{ Region: 'us-east-1' }],
        },
      },
    }).tables;
    expect(table.createTable).toEqual({
      TableName: table.name,
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [index],
    });
  });
});

describe('user pools', () => {
  const pool = { Type: 'AWS::Cognito::UserPool', Properties: {} };
  const client = {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      ClientName: 'web',
      AllowedOAuthScopes: [{ 'Fn::Sub': '${Server}/read' }],
    },
  };
  const server = {
    Type: 'AWS::Cognito::UserPoolResourceServer',
    Properties: { UserPoolId: { Ref: 'Pool' }, Identifier: 'orders', Name: 'o' },
  };

  test('have an issuer, clients and scopes', () => {
    const [read] = loadResources({ Pool: pool, Client: client, Server: server }).userPools;
    expect(read.id).toMatch(/^us-east-1_[A-Za-z0-9]{9}$/);
    expect(read).toMatchObject({
      arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${read.id}`,
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${read.id}`,
      clients: [{ id: expect.stringMatching(/^[a-z0-9]{26}$/), name: 'web', scopes: ['orders/read'] }],
      local: true,
    });
  });

  test('of elsewhere are known by the authorizers that name them', () => {
    const arn = 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abc';
    const auth = {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: { RestApiId, Name: 'a', Type: 'COGNITO_USER_POOLS', ProviderARNs: [arn] },
    };
    const method = rootMethod({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Auth' } });
    expect(loadResources(restApi({ Auth: auth, Root: method })).userPools).toMatchObject([
      {
        id: 'eu-west-1_abc',
        arn,
        issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
        clients: [],
        local: false,
      },
    ]);
  });

  test('with an id that was given are those of AWS', () => {
    const { userPools } = loadResources(
      { Pool: pool, Client: client, Server: server },
      { values: { 'Shop.Pool.Ref': 'us-east-1_real' } },
    );
    expect(userPools).toMatchObject([
      {
        id: 'us-east-1_real',
        issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_real',
        local: false,
        clients: [{ name: 'web' }],
      },
    ]);
  });
});

describe('roles', () => {
  const document = (Action: string) => ({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
  const attached = (Type: string, action: string) => ({
    Type,
    Properties: { PolicyDocument: document(action), Roles: [{ Ref: 'Role' }] },
  });

  test('have what is inline, attached, and managed in the assembly', () => {
    const { roles } = loadResources({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'caller',
          Path: '/team/',
          Policies: [{ PolicyName: 'p', PolicyDocument: document('s3:Get*') }],
          ManagedPolicyArns: [{ Ref: 'Managed' }, 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
        },
      },
      Policy: attached('AWS::IAM::Policy', 'sqs:*'),
      Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('sns:*') } },
    });
    const role = roles.get('arn:aws:iam::000000000000:role/team/caller');
    expect(role?.name).toBe('caller');
    expect(role?.policies.map(({ Statement }) => Statement[0].Action)).toEqual(['s3:Get*', 'sqs:*', 'sns:*']);
  });
});

describe('API keys and usage plans', () => {
  const key = (Properties: Record<string, unknown>) => ({ Type: 'AWS::ApiGateway::ApiKey', Properties });

  test('keep given values, invent others, and are disabled unless enabled', () => {
    const { apiKeys } = loadResources({
      Given: key({ Name: 'n', Value: 'x'.repeat(20), Enabled: true }),
      Made: key({}),
    });
    expect(apiKeys).toMatchObject([
      { name: 'n', value: 'x'.repeat(20), enabled: true },
      { value: expect.stringMatching(/^\w{40}$/), enabled: false },
    ]);
    expect(apiKeys[0].id).toMatch(/^[a-z0-9]{10}$/);
  });

  test('a short value is refused', () => {
    expect(faultsOf(() => loadResources({ K: key({ Value: 'short' }) }))).toEqual([
      expect.stringContaining('API Key value should be at least 20 characters'),
    ]);
  });

  test('plans have stages, limits and keys', () => {
    const model = loadResources(
      restApi({
        Root: rootMethod(),
        Key: key({ Enabled: true }),
        Plan: {
          Type: 'AWS::ApiGateway::UsagePlan',
          Properties: {
            UsagePlanName: 'gold',
            ApiStages: [
              { ApiId: RestApiId, Stage: { Ref: 'Stage' }, Throttle: { '/a/GET': { RateLimit: 1, BurstLimit: 2 } } },
            ],
            Throttle: { RateLimit: 0 },
            Quota: { Limit: 5, Period: 'WEEK', Offset: 1 },
          },
        },
        Link: {
          Type: 'AWS::ApiGateway::UsagePlanKey',
          Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
        },
      }),
    );
    expect(model.usagePlans).toMatchObject([
      {
        name: 'gold',
        stages: [
          { apiId: model.restApis[0].id, stage: 'test', throttle: { '/a/GET': { rateLimit: 1, burstLimit: 2 } } },
        ],
        throttle: { rateLimit: 0 },
        quota: { limit: 5, period: 'WEEK', offset: 1 },
        keyIds: [model.apiKeys[0].id],
      },
    ]);
  });
});

describe('domains', () => {
  test('map base paths of both generations', () => {
    const model = loadResources(
      restApi({
        Root: rootMethod(),
        Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com' } },
        V1: {
          Type: 'AWS::ApiGateway::BasePathMapping',
          Properties: { DomainName: { Ref: 'Domain' }, RestApiId, Stage: { Ref: 'Stage' } },
        },
        V2: {
          Type: 'AWS::ApiGatewayV2::ApiMapping',
          Properties: { DomainName: { Ref: 'Domain' }, ApiId: RestApiId, Stage: 'test', ApiMappingKey: '/v1/orders/' },
        },
      }),
    );
    const apiId = model.restApis[0].id;
    expect(model.domains).toEqual([
      { domainName: 'api.example.com', basePath: '', apiId, stage: 'test' },
      { domainName: 'api.example.com', basePath: 'v1/orders', apiId, stage: 'test' },
    ]);
  });
});

describe('Ref and GetAtt', () => {
  const shown = (resources: Record<string, unknown>, Variables: Record<string, unknown>) =>
    [
      ...loadResources({
        ...resources,
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: { Runtime: 'nodejs22.x', Handler: 'a.b', Code: { ZipFile: '1' }, Environment: { Variables } },
        },
      }).functions.values(),
    ][0].environment;
  const get = (attribute: string) => ({ 'Fn::GetAtt': ['R', attribute] });
  const ref = { Ref: 'R' };

  test.each([
    [
      'AWS::SQS::Queue',
      { FifoQueue: true },
      ref,
      /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/0{12}\/Shop-R-\w{12}\.fifo$/,
    ],
    ['AWS::SNS::Topic', { TopicName: 't' }, ref, /^arn:aws:sns:us-east-1:0{12}:t$/],
    ['AWS::S3::Bucket', {}, ref, /^shop-r-[a-z0-9]{12}$/],
    ['AWS::S3::Bucket', { BucketName: 'b' }, get('RegionalDomainName'), /^b\.s3\.us-east-1\.amazonaws\.com$/],
    ['AWS::Kinesis::Stream', { Name: 's' }, get('Arn'), /^arn:aws:kinesis:us-east-1:0{12}:stream\/s$/],
    [
      'AWS::StepFunctions::StateMachine',
      { StateMachineName: 'm' },
      ref,
      /^arn:aws:states:us-east-1:0{12}:stateMachine:m$/,
    ],
    ['AWS::Events::EventBus', { Name: 'bus' }, get('Arn'), /^arn:aws:events:us-east-1:0{12}:event-bus\/bus$/],
    ['AWS::Logs::LogGroup', { LogGroupName: '/x' }, get('Arn'), /^arn:aws:logs:us-east-1:0{12}:log-group:\/x:\*$/],
    [
      'AWS::Lambda::Alias',
      { FunctionName: 'f', Name: 'live' },
      ref,
      /^arn:aws:lambda:us-east-1:0{12}:function:f:live$/,
    ],
    ['AWS::Lambda::Version', { FunctionName: 'f' }, get('Version'), /^1$/],
    ['AWS::Lambda::LayerVersion', { LayerName: 'l' }, ref, /^arn:aws:lambda:us-east-1:0{12}:layer:l:1$/],
    ['AWS::IAM::Role', { RoleName: 'r' }, get('Arn'), /^arn:aws:iam::0{12}:role\/r$/],
    ['AWS::DynamoDB::GlobalTable', { TableName: 't' }, get('StreamArn'), /^arn:aws:dynamodb:.*:table\/t\/stream\/.+$/],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      { Type: 'network' },
      get('DNSName'),
      /\.elb\.us-east-1\.amazonaws\.com$/,
    ],
    [
      'AWS::ApiGatewayV2::Api',
      { ProtocolType: 'HTTP' },
      get('ApiEndpoint'),
      /^https:\/\/\w{10}\.execute-api\.us-east-1\.amazonaws\.com$/,
    ],
    [
      'AWS::WAFv2::WebACL',
      { Name: 'acl', Scope: 'REGIONAL' },
      get('Arn'),
      /^arn:aws:wafv2:us-east-1:0{12}:regional\/webacl\/acl\/[0-9a-f-]{36}$/,
    ],
    ['AWS::CertificateManager::Certificate', {}, ref, /^arn:aws:acm:us-east-1:0{12}:certificate\/[0-9a-f-]{36}$/],
    ['AWS::SSM::Parameter', { Name: '/p', Value: 'v' }, get('Value'), /^v$/],
    ['AWS::RDS::DBCluster', {}, get('Endpoint.Address'), /^\{\{unknown:Shop\.R\.Endpoint\.Address\}\}$/],
    [
      'AWS::OpenSearchService::Domain',
      {},
      get('Arn'),
      /^arn:aws:opensearchservice:us-east-1:0{12}:domain\/Shop-R-\w{12}$/,
    ],
  ])('of %s %j', (Type, Properties, expression, expected) => {
    expect(shown({ R: { Type, Properties } }, { V: expression }).V).toMatch(expected);
  });

  test('of the stage and the API make the URL that CDK writes', () => {
    const url = { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/' };
    expect(shown(restApi({ Root: rootMethod() }), { V: url }).V).toMatch(
      /^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/test\/$/,
    );
  });
});
