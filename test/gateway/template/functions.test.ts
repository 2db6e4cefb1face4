import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { loadAssembly } from '../../../lib/gateway/template';
import { readZip } from '../../../lib/gateway/template/zip';
import { loadResources, restApi, rootMethod, temporaryFolder, writeAssembly, writeText } from './assembly-writer';

const fn = (more: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { S3Bucket: 'b', S3Key: 'code.zip' }, ...more },
});
const inline = { Code: { ZipFile: 'exports.handler = async () => 1' } };
const only = (model: ReturnType<typeof loadResources>) => [...model.functions.values()][0];

function writeFunction(resources: Record<string, unknown>, metadata = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'asset.code'));
  mkdirSync(join(folder, 'asset.layer'));
  return writeAssembly(
    {
      Shop: {
        template: { Resources: resources },
        metadata,
        assets: { 'code.zip': 'asset.code', 'layer.zip': 'asset.layer' },
      },
    },
    folder,
  );
}

describe('functions', () => {
  test('have the defaults of Lambda', () => {
    const folder = writeFunction({ Fn: fn() });
    expect(only(loadAssembly(folder))).toMatchObject({
      arn: expect.stringMatching(/^arn:aws:lambda:[\w-]+:000000000000:function:Shop-Fn-\w{12}$/),
      codeDirectory: join(folder, 'asset.code'),
      timeoutMs: 3000,
      memoryMb: 128,
      environment: {},
      layers: [],
      logging: { format: 'Text', group: expect.stringMatching(/^\/aws\/lambda\/Shop-Fn-/) },
      maximumRetryAttempts: 2,
      invokePermissions: [],
    });
  });

  test('have everything that the template says of them', () => {
    const folder = writeFunction({
      Layer: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'b', S3Key: 'layer.zip' } } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      Fn: fn({
        FunctionName: 'orders',
        Timeout: '10',
        MemorySize: 512,
        Environment: { Variables: { COUNT: 3, QUEUE: { Ref: 'Queue' } } },
        Layers: [{ Ref: 'Layer' }],
        Role: 'arn:aws:iam::1:role/r',
        ReservedConcurrentExecutions: 0,
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: 'group', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN' },
      }),
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Fn' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: 'arn:f' }, OnSuccess: { Destination: 'arn:s' } },
        },
      },
    });
    expect(only(loadAssembly(folder, { region: 'eu-west-1' }))).toMatchObject({
      name: 'orders',
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
      timeoutMs: 10_000,
      memoryMb: 512,
      environment: { COUNT: '3', QUEUE: 'https://sqs.eu-west-1.amazonaws.com/000000000000/dead' },
      layers: [join(folder, 'asset.layer')],
      roleArn: 'arn:aws:iam::1:role/r',
      reservedConcurrency: 0,
      deadLetterArn: 'arn:aws:sqs:eu-west-1:000000000000:dead',
      logging: { format: 'JSON', group: 'group', applicationLevel: 'DEBUG', systemLevel: 'WARN' },
      maximumRetryAttempts: 0,
      onFailure: 'arn:f',
      onSuccess: 'arn:s',
    });
  });

  test('take permissions of their versions and aliases for their own', () => {
    const permission = (FunctionName: unknown, more = {}) => ({
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:api',
        ...more,
      },
    });
    const model = loadResources({
      Fn: fn({ ...inline, FunctionName: 'orders' }),
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
      Alias: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Fn' },
          FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          Name: 'live',
        },
      },
      ByAlias: permission({ Ref: 'Alias' }),
      ByVersion: permission({ Ref: 'Version' }, { SourceArn: undefined }),
      ByName: permission('orders', { Principal: 's3.amazonaws.com' }),
    });
    expect(only(model).invokePermissions).toEqual([
      { principal: 'apigateway.amazonaws.com', sourceArn: 'arn:api' },
      { principal: 'apigateway.amazonaws.com' },
    ]);
  });

  test('with inline code get it in a folder of its own', () => {
    const cacheDirectory = temporaryFolder();
    const { codeDirectory } = only(loadResources({ Fn: fn(inline) }, { cacheDirectory }));
    expect(readFileSync(join(codeDirectory as string, 'index.js'), 'utf8')).toBe(inline.Code.ZipFile);
    expect(codeDirectory?.startsWith(cacheDirectory)).toBe(true);
    expect(only(loadResources({ Fn: fn(inline) }, { cacheDirectory })).codeDirectory).toBe(codeDirectory);
  });

  test('with a zip file get it unpacked', () => {
    const folder = temporaryFolder();
    const cacheDirectory = temporaryFolder();
    writeText(folder, 'asset.zip', '');
    require('node:fs').writeFileSync(join(folder, 'asset.zip'), zip({ 'a/index.js': 'exports.handler = 1' }));
    writeAssembly({ Shop: { template: { Resources: { Fn: fn() } }, assets: { 'code.zip': 'asset.zip' } } }, folder);
    const { codeDirectory } = only(loadAssembly(folder, { cacheDirectory }));
    expect(existsSync(join(codeDirectory as string, 'a/index.js'))).toBe(true);
  });

  test.each([
    [
      'images',
      { PackageType: 'Image', Code: { ImageUri: 'x' }, Runtime: undefined, Handler: undefined },
      'its code is a container image',
    ],
    [
      'other languages',
      { Runtime: 'python3.13', ...inline },
      'its runtime is "python3.13", and only Node.js runs here',
    ],
    [
      'code elsewhere',
      { Code: { S3Bucket: 'b', S3Key: 'other.zip' } },
      'its code is not among the assets of the assembly',
    ],
  ])('of %s are kept, and named as what cannot run', (_, more, reason) => {
    const model = loadResources(JSON.parse(JSON.stringify({ Fn: fn(more) })));
    expect(only(model).unsupported).toBe(reason);
    expect(model.fidelity).toEqual([
      { path: 'Shop/Fn', effect: 'ignored', message: `this function cannot run here: ${reason}` },
    ]);
  });

  test('that a route calls and that cannot run are denied', () => {
    const uri = { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' };
    const { fidelity } = loadResources(
      restApi({
        Fn: fn({ Runtime: 'python3.13', ...inline }),
        Root: rootMethod({ Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri } }),
        Post: rootMethod({
          HttpMethod: 'POST',
          Integration: {
            Type: 'AWS_PROXY',
            IntegrationHttpMethod: 'POST',
            Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:far/invocations',
          },
        }),
      }),
    );
    expect(fidelity.filter(({ effect }) => effect === 'denies').map(({ path }) => path)).toEqual([
      'Shop/Api',
      'Shop/Fn',
    ]);
  });

  test('whose asset is gone are kept too, with the way out', () => {
    const folder = writeAssembly({ Shop: { template: { Resources: { Fn: fn() } }, assets: { 'code.zip': 'gone' } } });
    expect(only(loadAssembly(folder)).unsupported).toMatch(/gone" does not exist, run `cdk synth` again$/);
  });

  test('that were bundled say how to bundle them again', () => {
    const recipe = {
      entry: 'lambda/a.ts',
      root: '..',
      options: { format: 'cjs' },
      plugins: './plugins.js',
      outfile: 'index.js',
    };
    const folder = writeFunction(
      { Fn: fn(), Other: fn() },
      {
        '/Shop/Orders': [{ type: 'gatehouse:bundle', data: recipe }],
        '/Shop/Orders/Resource': [{ type: 'aws:cdk:logicalId', data: 'Fn' }],
        '/Shop/Other/Resource': [{ type: 'aws:cdk:logicalId', data: 'Other' }],
      },
    );
    const [bundled, other] = [...loadAssembly(folder).functions.values()];
    const projectRoot = join(folder, '..');
    expect(bundled.bundle).toEqual({
      entry: 'lambda/a.ts',
      projectRoot,
      options: { format: 'cjs' },
      plugins: join(projectRoot, 'plugins.js'),
      outfile: 'index.js',
    });
    expect(other.bundle).toBeUndefined();
  });

  test('outside a VPC, without a layer of elsewhere, are named', () => {
    const model = loadResources({
      Fn: fn({
        ...inline,
        VpcConfig: { SubnetIds: ['s'] },
        Layers: ['arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:1'],
      }),
    });
    expect(model.fidelity.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'runs without the layer "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:1"',
      ),
      'this function runs outside its VPC here',
    ]);
  });
});

describe('readZip', () => {
  test('reads stored and deflated files', () => {
    const files = readZip(zip({ 'a.txt': 'one', 'b/c.txt': 'two'.repeat(99) }), 'x.zip');
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['a.txt', 'one'],
      ['b/c.txt', 'two'.repeat(99)],
    ]);
  });

  test.each([
    ['no archive', Buffer.from('hello')],
    ['a path that leaves the folder', zip({ '../evil': 'x' })],
    ['a directory that is cut off', Buffer.concat([zip({ a: 'x' }).subarray(0, 10), zip({ a: 'x' }).subarray(-22)])],
  ])('refuses %s', (_, archive) => {
    expect(() => readZip(archive, 'x.zip')).toThrow('"x.zip" is no zip file that can be read');
  });
});

function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const isLong = content.length > 20;
    const data = isLong ? deflateRawSync(content) : Buffer.from(content);
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(isLong ? 8 : 0, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    locals.push(local, data);
    entries.push(entry);
    offset += local.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...entries, end]);
}
