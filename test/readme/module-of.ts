import * as fixture from './fixture';
import type { Block } from './blocks';

/** Where a name comes from that a block of the README uses without importing it. */
const CDK: Readonly<Record<string, string>> = {
  App: 'aws-cdk-lib/core',
  Aspects: 'aws-cdk-lib/core',
  CfnOutput: 'aws-cdk-lib/core',
  Duration: 'aws-cdk-lib/core',
  SecretValue: 'aws-cdk-lib/core',
  Size: 'aws-cdk-lib/core',
  Stack: 'aws-cdk-lib/core',
  Tags: 'aws-cdk-lib/core',
  ApiKeySourceType: 'aws-cdk-lib/aws-apigateway',
  MethodLoggingLevel: 'aws-cdk-lib/aws-apigateway',
  Period: 'aws-cdk-lib/aws-apigateway',
  SnsAction: 'aws-cdk-lib/aws-cloudwatch-actions',
  Template: 'aws-cdk-lib/assertions',
};
const NAMESPACES = [
  'acm',
  'apigateway',
  'cognito',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'elasticloadbalancingv2',
  'events',
  'iam',
  'kinesis',
  'lambda',
  'logs',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'stepfunctions',
  'wafv2',
];
const FOLDERS: Readonly<Record<string, string>> = { acm: 'certificatemanager' };

/** A handler's own file: there is nothing in it to synthesize. */
export function isModule({ code }: Block): boolean {
  return /^export /m.test(code);
}

/** Tests of a block are run when it is, one after the other. What a snapshot holds is the matter of other tests. */
const TESTS = `let tests = Promise.resolve();
    const test = (_name: string, run: () => unknown) => {
      tests = tests.then(async () => void (await run()));
    };`;

/**
 * A module around a block: its imports on top, the rest inside the constructor of a stack, where `this` is the scope
 * and the names of the fixture (`userPool`, `table` …) stand for what a user has already.
 */
export function moduleOf(block: Block, gatehouse: readonly string[]): string {
  if (isModule(block)) return block.code;
  const { imports, body } = split(block.code);
  const text = body.join('\n').replaceAll('.toMatchSnapshot()', '.toBeDefined()');
  const uses = (name: string) => new RegExp(`(?<![.\\w'-])${name}\\b`).test(text);
  const imported = (name: string) => new RegExp(`\\b${name}\\b`).test(imports.join('\n'));
  const declared = (name: string) => new RegExp(`\\b(const|let|class|function) ${name}\\b`).test(text);
  const wanted = (name: string) => uses(name) && !imported(name) && !declared(name);
  const fixtures = Object.keys(fixture).filter((name) => wanted(name));
  return [
    "import { Stack as FixtureStack, type StackProps as FixtureStackProps } from 'aws-cdk-lib/core';",
    "import type { Construct as FixtureConstruct } from 'constructs';",
    "import * as fixture from '../fixture';",
    ...Object.entries(CDK)
      .filter(([name]) => wanted(name))
      .map(([name, from]) => `import { ${name} } from '${from}';`),
    ...NAMESPACES.filter((name) => wanted(name) && new RegExp(`\\b${name}\\.`).test(text)).map(
      (name) => `import * as ${name} from 'aws-cdk-lib/aws-${FOLDERS[name] ?? name}';`,
    ),
    ...gatehouse.filter(wanted).map((name) => `import { ${name} } from 'cdk-gatehouse';`),
    ...imports,
    'export class Documented extends FixtureStack {',
    '  readonly done: Promise<void>;',
    '  constructor(scope: FixtureConstruct, id: string, props?: FixtureStackProps) {',
    '    super(scope, id, props);',
    ...fixtures.map((name) => `    const ${name} = fixture.${name}(this);`),
    `    ${TESTS}`,
    '    this.done = (async () => {',
    ...text.split('\n').map((line) => `      ${line}`),
    '      await tests;',
    '    })();',
    '  }',
    '}',
    '',
  ].join('\n');
}

function split(code: string): { imports: string[]; body: string[] } {
  const imports: string[] = [];
  const body: string[] = [];
  let open = false;
  for (const line of code.split('\n')) {
    if (!open && !/^import\s/.test(line)) {
      body.push(line);
      continue;
    }
    imports.push(line);
    open = !/['"];?\s*$/.test(line);
  }
  return { imports, body };
}
