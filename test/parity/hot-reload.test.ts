import * as fs from 'node:fs';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { App, Stack } from 'aws-cdk-lib/core';
import { BundledFunction } from '../../lib/constructs/functions';
import { type DevLoop, startDevLoop } from '../../lib/gateway/dev';
import { type Gateway, startGateway } from '../../lib/gateway/gateway';
import { TemporaryProject } from '../temporary-project';

let project: TemporaryProject;
let gateway: Gateway;
let loop: DevLoop;
let onReload: () => void;

beforeEach(async () => {
  project = TemporaryProject.create({
    'hello.ts': handler('first'),
    'other.ts': `let calls = 0; ${handler('other', '" " + ++calls')}`,
  });
  const app = new App({ outdir: project.path('cdk.out') });
  const stack = new Stack(app, 'Shop');
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  for (const name of ['hello', 'other']) {
    const fn = new BundledFunction(stack, name, { entry: project.path(`${name}.ts`) });
    api.root.addResource(name).addMethod('GET', new apigateway.LambdaIntegration(fn));
  }
  const { directory } = app.synth();
  gateway = await startGateway({
    assembly: directory,
    listen: false,
    onEvent: ({ event }) => event === 'reloaded' && onReload(),
  });
  loop = startDevLoop({
    source: { kind: 'folder', assembly: directory },
    run: { assembly: directory, startedAt: Date.now() },
    functions: gateway.model.functions,
    onFunctionsChanged: (changes, since) => void gateway.replaceFunctions(changes, since),
    onAssemblyChanged: async (assembly, since) => {
      await gateway.reload(assembly, since);
      return gateway.model.functions;
    },
    onError: (error) => {
      throw error;
    },
  });
  await loop.ready;
});
afterEach(async () => {
  await loop.close();
  await gateway.close();
  project.remove();
});

test('the next request after an edit is answered by the new code, and other functions keep their state', async () => {
  expect(await get('/hello')).toBe('first');
  expect(await get('/other')).toBe('other 1');
  for (const text of ['second', 'third']) {
    const reloaded = new Promise<void>((resolve) => {
      onReload = resolve;
    });
    fs.writeFileSync(project.path('hello.ts'), handler(text));
    await reloaded;
    expect(await get('/hello')).toBe(text);
  }
  expect(await get('/other')).toBe('other 2');
});

function handler(text: string, more = '""'): string {
  return `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} + ${more} });`;
}

async function get(path: string): Promise<string> {
  return (await gateway.fetch(path)).text();
}
