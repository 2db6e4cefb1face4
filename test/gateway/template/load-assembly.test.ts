import type { AssemblyError, GatewayError } from '../../../lib/gateway/errors';
import { loadAssembly } from '../../../lib/gateway/template';
import {
  faultsOf,
  loadResources,
  loadStack,
  restApi,
  rootMethod,
  temporaryFolder,
  writeAssembly,
  writeJson,
} from './assembly-writer';

const fn = (environment: Record<string, unknown>, more = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => 1' },
    Environment: { Variables: environment },
    ...more,
  },
});
const environmentOf = (model: ReturnType<typeof loadAssembly>, index = 0) =>
  [...model.functions.values()][index].environment;

describe('loadAssembly', () => {
  test('a folder without a manifest is told with the way out', () => {
    const folder = temporaryFolder();
    expect(() => loadAssembly(folder)).toThrow(/no cloud assembly.*run `cdk synth`/);
    try {
      loadAssembly(folder);
    } catch (error) {
      expect((error as GatewayError).code).toBe('ASSEMBLY_NOT_FOUND');
      expect((error as GatewayError).actor).toBe('user');
    }
  });

  test('missing lookups are refused with their keys', () => {
    const folder = temporaryFolder();
    writeJson(folder, 'manifest.json', {
      artifacts: {},
      missing: [{ key: 'vpc-provider:account=1', provider: 'vpc-provider' }],
    });
    expect(() => loadAssembly(folder)).toThrow(/run `cdk synth` once with an account\n {2}vpc-provider:account=1/);
  });

  test('a damaged template is told by its name', () => {
    const folder = writeAssembly({ Shop: { template: {} } });
    writeJson(folder, 'Shop.template.json', 1);
    expect(() => loadAssembly(folder)).toThrow(/Shop\.template\.json" holds no JSON object/);
  });

  test.each([
    ['a resource without a type', { Resources: { A: {} } }, 'the resource "A" has no Type'],
    ['a list of resources', { Resources: [] }, 'Resources is no object'],
    ['a loop that nobody expands', { Resources: { 'Fn::ForEach::X': [] } }, '"Fn::ForEach::X" is not expanded here'],
  ])('a template with %s is refused', (_, template, message) => {
    expect(() => loadStack(template)).toThrow(message);
  });

  test('a fault in what others refer to is told at its own place', () => {
    const roles = { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Join': 3 } } } };
    try {
      loadResources(roles);
    } catch (error) {
      expect((error as AssemblyError).faults).toEqual([
        { code: 'ASSEMBLY_INVALID', path: 'Shop/Role', message: 'Fn::Join needs a delimiter and a list' },
      ]);
    }
    expect(faultsOf(() => loadResources(roles))).toHaveLength(1);
  });

  test('all faults of all definitions come at once', () => {
    const messages = faultsOf(() =>
      loadResources(
        restApi({
          Root: rootMethod({ Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'nowhere' } }),
          Post: rootMethod({ HttpMethod: 'FETCH' }),
          Fn: fn({}, { Runtime: { 'Fn::GetAtt': ['Gone', 'Arn'] } }),
        }),
      ),
    );
    expect(messages).toEqual([
      expect.stringContaining('Invalid HTTP endpoint specified for URI'),
      expect.stringContaining('Invalid HttpMethod specified'),
      expect.stringContaining('refers to "Gone", which the template of Shop does not have'),
    ]);
  });

  test('a resource that depends on itself is a fault, not a hang', () => {
    const Outputs = {};
    const template = {
      Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } },
      Resources: { Fn: { ...fn({}), Condition: 'A' } },
      Outputs,
    };
    expect(faultsOf(() => loadStack(template))).toEqual(['"condition A" depends on itself']);
  });

  test('a resource whose condition is false does not exist', () => {
    const template = {
      Parameters: { Env: { Type: 'String', Default: 'dev' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
      Resources: { Fn: { ...fn({}), Condition: 'IsProd' } },
    };
    expect(loadStack(template).functions.size).toBe(0);
    expect(loadStack(template, { parameters: { Env: 'prod' } }).functions.size).toBe(1);
    expect(loadStack(template, { parameters: { 'Shop/Env': 'prod' } }).functions.size).toBe(1);
  });

  test('pseudo parameters come from the environment of the stack, then from the options', () => {
    const template = {
      Resources: {
        Fn: fn({
          ALL: { 'Fn::Sub': '${AWS::Region} ${AWS::AccountId} ${AWS::Partition} ${AWS::URLSuffix} ${AWS::StackName}' },
        }),
      },
    };
    const known = loadStack(template, {}, { environment: 'aws://123456789012/cn-north-1', stackName: 'shop-prod' });
    expect(environmentOf(known).ALL).toBe('cn-north-1 123456789012 aws-cn amazonaws.com.cn shop-prod');
    const open = loadStack(template, { region: 'eu-north-1', accountId: '111122223333' });
    expect(environmentOf(open).ALL).toBe('eu-north-1 111122223333 aws amazonaws.com Shop');
  });

  test('exports reach importing stacks, whatever their order in the manifest', () => {
    const folder = writeAssembly({
      Consumer: {
        template: {
          Resources: {
            Fn: fn({
              TABLE: { 'Fn::ImportValue': 'Producer:Table' },
              Q: { 'Fn::GetStackOutput': { StackName: 'Producer', OutputName: 'Out' } },
            }),
          },
        },
        dependencies: ['Producer'],
      },
      Producer: {
        template: {
          Resources: {
            Table: {
              Type: 'AWS::DynamoDB::Table',
              Properties: { TableName: 'orders', KeySchema: [], AttributeDefinitions: [] },
            },
          },
          Outputs: { Out: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Table' } } } },
        },
      },
    });
    expect(environmentOf(loadAssembly(folder))).toEqual({ TABLE: 'orders', Q: 'orders' });
  });

  test('values across regions travel through the writer of CDK', () => {
    const name = '/cdk/exports/Consumer/Table';
    const folder = writeAssembly({
      Producer: {
        environment: 'aws://111122223333/eu-west-1',
        template: {
          Resources: {
            Writer: {
              Type: 'Custom::CrossRegionExportWriter',
              Properties: { WriterProps: { exports: { [name]: 'orders' } } },
            },
          },
        },
      },
      Consumer: {
        environment: 'aws://111122223333/us-east-1',
        template: {
          Resources: {
            Reader: { Type: 'Custom::CrossRegionExportReader' },
            Fn: fn({ TABLE: { 'Fn::GetAtt': ['Reader', name] } }),
          },
        },
      },
    });
    expect(environmentOf(loadAssembly(folder)).TABLE).toBe('orders');
  });

  test('an SSM parameter of the assembly is known by its name, one of elsewhere by option or placeholder', () => {
    const template = {
      Parameters: {
        Own: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/own' },
        Far: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/far' },
        Hosts: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/hosts' },
      },
      Resources: {
        P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/own', Value: 'mine', Type: 'String' } },
        Fn: fn({
          OWN: { Ref: 'Own' },
          DYNAMIC: 'x{{resolve:ssm:/own:3}}',
          FAR: { Ref: 'Far' },
          HOST: { 'Fn::Select': [1, { Ref: 'Hosts' }] },
        }),
      },
    };
    const model = loadStack(template, { parameters: { '/hosts': 'a,b' } });
    expect(environmentOf(model)).toEqual({ OWN: 'mine', DYNAMIC: 'xmine', FAR: '{{unknown:ssm:/far}}', HOST: 'b' });
    expect(model.fidelity).toEqual([
      {
        path: 'Shop/Fn',
        effect: 'differs',
        message:
          'environment variable FAR holds a placeholder for "ssm:/far", which only AWS knows: give it with --parameter /far=VALUE',
      },
    ]);
    expect(environmentOf(loadStack(template, { parameters: { '/far': 'given', '/hosts': 'a,b' } })).FAR).toBe('given');
  });

  test('values of custom resources, secrets and imports can be given', () => {
    const resources = {
      Custom: { Type: 'Custom::Thing', Properties: {} },
      Db: { Type: 'AWS::RDS::DBInstance', Properties: {} },
      Fn: fn({
        A: { 'Fn::GetAtt': ['Custom', 'Token'] },
        B: { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] },
        C: '{{resolve:secretsmanager:db:SecretString:password::}}',
        D: { 'Fn::ImportValue': 'other-app:Url' },
      }),
    };
    const values = {
      'Shop.Custom.Token': 't',
      'Shop/Db': { 'Endpoint.Address': 'localhost' },
      db: { password: 'p' },
      'other-app:Url': 'http://x',
    };
    expect(environmentOf(loadResources(resources, { values }))).toEqual({
      A: 't',
      B: 'localhost',
      C: 'p',
      D: 'http://x',
    });
    const unknown = loadResources(resources);
    expect(environmentOf(unknown).B).toBe('{{unknown:Shop.Db.Endpoint.Address}}');
    expect(unknown.fidelity).toHaveLength(4);
  });

  test('an unknown value that the gateway itself needs is a fault with the way out', () => {
    const resources = restApi({
      Custom: { Type: 'Custom::Thing', Properties: {} },
      Root: rootMethod({
        Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: { 'Fn::GetAtt': ['Custom', 'Url'] } },
      }),
    });
    expect(faultsOf(() => loadResources(resources))).toEqual([
      'the URI of the integration needs "Shop.Custom.Url", which only AWS knows: give it with --values or --parameter',
    ]);
    expect(loadResources(resources, { values: { 'Shop.Custom.Url': 'http://localhost:1' } }).restApis).toHaveLength(1);
  });

  test('stacks of a stage and nested stacks are found, each with ids of its own', () => {
    const folder = temporaryFolder();
    const nested = {
      Parameters: { Name: { Type: 'String' } },
      Resources: { Fn: fn({ N: { Ref: 'Name' } }) },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
    };
    writeJson(folder, 'asset.nested.json', nested);
    const parent = {
      template: {
        Resources: {
          Fn: fn({ INNER: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] } }),
          Inner: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: {
              TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::URLSuffix' }, '/b/abc.json']] },
              Parameters: { Name: { Ref: 'Fn' } },
            },
          },
        },
      },
      assets: { 'abc.json': 'asset.nested.json' },
      metadata: {
        '/Shop/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'Fn' }],
        '/Shop/Inner.NestedStack/Inner.NestedStackResource': [{ type: 'aws:cdk:logicalId', data: 'Inner' }],
        '/Shop/Inner/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'Fn' }],
      },
    };
    writeAssembly(
      { Shop: { ...parent, assets: { 'abc.json': '../asset.nested.json' } } },
      makeFolder(folder, 'assembly-Prod'),
    );
    writeAssembly({ Shop: parent }, folder, {
      'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    });
    const model = loadAssembly(folder);
    const paths = [...model.functions.values()].map((each) => each.origin.path).sort();
    expect(paths).toEqual(['Shop/Fn/Resource', 'Shop/Fn/Resource', 'Shop/Inner/Fn/Resource', 'Shop/Inner/Fn/Resource']);
    const outer = [...model.functions.values()].find(({ environment }) => environment.INNER !== undefined);
    expect(model.functions.get(outer?.environment.INNER ?? '')?.environment.N).toBe(outer?.name);
    expect(new Set([...model.functions.keys()]).size).toBe(4);
  });

  test('the same assembly gives the same ids, wherever its folder is', () => {
    const resources = restApi({
      Root: rootMethod(),
      Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
    });
    const [first, second] = [loadResources(resources), loadResources(resources)];
    expect(first.restApis).toEqual(second.restApis);
    expect(first.restApis[0].id).toMatch(/^[a-z0-9]{10}$/);
    expect(first.apiKeys[0].value).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(first.apiKeys).toEqual(second.apiKeys);
  });

  test('what has no counterpart here is named', () => {
    const { fidelity } = loadResources({
      Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'h' } },
      Url: { Type: 'AWS::Lambda::Url', Properties: {} },
      Domain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { DomainName: 'api.example.com', MutualTlsAuthentication: {} },
      },
      Py: fn({}, { Runtime: 'python3.13' }),
    });
    expect(fidelity.map(({ path, effect }) => `${path} ${effect}`)).toEqual([
      'Shop/Http denies',
      'Shop/Url ignored',
      'Shop/Domain differs',
      'Shop/Py ignored',
    ]);
  });
});

function makeFolder(folder: string, name: string): string {
  writeJson(folder, `${name}/cdk.out`, {});
  return `${folder}/${name}`;
}
