import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import * as gatehouse from '../../lib';
import { closeAll } from '../../lib/testing/close-after-tests';
import { readmeBlocks } from './blocks';
import { isModule, moduleOf } from './module-of';

const root = resolve(__dirname, '../..');
const generated = join(__dirname, 'generated');
const blocks = readmeBlocks(root);
const fileOf = (index: number) => join(generated, `block-${index + 1}.ts`);

/** The handler that a block names, which a user has already. */
function writeEntry(entry: string): void {
  mkdirSync(dirname(join(generated, entry)), { recursive: true });
  writeFileSync(join(generated, entry), 'export const handler = async () => ({ statusCode: 200 });\n');
}

describe('the ts blocks of the README', () => {
  beforeAll(() => {
    rmSync(generated, { recursive: true, force: true });
    mkdirSync(generated);
    for (const entry of blocks.flatMap(({ code }) => [...code.matchAll(/entry: '([^']+)'/g)])) writeEntry(entry[1]!);
    process.chdir(generated);
    blocks.forEach((block, i) => writeFileSync(fileOf(i), moduleOf(block, Object.keys(gatehouse))));
    writeFileSync(
      join(generated, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions: {
          noEmit: true,
          noUnusedLocals: false,
          noUnusedParameters: false,
          rootDir: '../../..',
          paths: {
            'cdk-gatehouse': ['../../../lib/index.ts'],
            'cdk-gatehouse/gateway': ['../../../lib/gateway/index.ts'],
            'cdk-gatehouse/handler': ['../../../lib/handler/index.ts'],
            'cdk-gatehouse/testing': ['../../../lib/testing/index.ts'],
          },
        },
        include: ['*.ts'],
        exclude: [],
      }),
    );
  });

  afterEach(closeAll);

  afterAll(() => {
    process.chdir(root);
    rmSync(generated, { recursive: true, force: true });
  });

  test('there are some', () => expect(blocks.length).toBeGreaterThan(5));

  test('compile', () => {
    const compiler = join(root, 'node_modules/typescript-7/bin/tsc');
    const compile = () => execFileSync(process.execPath, [compiler, '-p', generated], { encoding: 'utf8' });
    try {
      compile();
    } catch (error) {
      const output = String((error as { stdout?: string }).stdout);
      throw new Error(
        output.replace(/block-(\d+)\.ts/g, (_, n) => `${blocks[n - 1].name} (block ${n})`),
        { cause: error },
      );
    }
  }, 120_000);

  const synthesized = blocks.map((block, i) => [block.name, i] as const).filter(([, i]) => !isModule(blocks[i]!));
  test.each(synthesized)('%s synthesizes', async (_name, i) => {
    const { Documented } = require(fileOf(i));
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Documented(app, 'Documented', { env: { account: '111122223333', region: 'eu-west-1' } });
    await stack.done;
    expect(app.synth().stacks.length).toBeGreaterThan(0);
  });
});
