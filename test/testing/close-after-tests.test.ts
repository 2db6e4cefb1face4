import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { LocalApi } from '../../lib/testing';
import { closeAll } from '../../lib/testing/close-after-tests';

const CODE = `exports.handler = async (event) => {
  if (event.path === '/hang') await new Promise((resolve) => setTimeout(resolve, 60000));
  return { statusCode: 200, body: String(process.pid) };
};`;

function makeStack() {
  const stack = new Stack(new App(), 'Shop');
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const fn = new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(CODE),
  });
  new apigateway.LambdaRestApi(stack, 'Api', { handler: fn, cloudWatchRole: false });
  return stack;
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Sockets, servers and processes that keep this process alive. */
const held = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /^(ProcessWrap|TCPServerWrap|TCPSocketWrap|PipeWrap)$/.test(name))
    .sort();

/** Those that are there now and were not before. */
function added(before: readonly string[]): string[] {
  const rest = [...before];
  return held().filter((name) => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

describe('when a test file has ended', () => {
  it('nothing runs that its APIs have started', async () => {
    const before = held();
    const stack = makeStack();
    const apis = await Promise.all([LocalApi.of(stack, { listen: true }), LocalApi.of(stack)]);
    const [one] = apis;
    await one.stub('https://legacy.example.com', () => ({ body: 'x' }));
    const pids = await Promise.all(apis.map(async (api) => Number(await (await api.fetch('GET', '/')).text())));
    const hanging = one.fetch('GET', '/hang').catch((error: Error) => error);
    expect(pids.map(isRunning)).toEqual([true, true]);
    expect(new Set(pids).size).toBe(2);

    await closeAll();

    await hanging;
    expect(pids.map(isRunning)).toEqual([false, false]);
    // The ends of a pipe are gone a turn of the loop after the process.
    for (let i = 0; i < 1000 && added(before).length > 0; i++) await new Promise(setImmediate);
    expect(added(before)).toEqual([]);
  });

  it('what was closed before is not closed again', async () => {
    const api = await LocalApi.of(makeStack());
    await api.close();
    await api.close();
    await closeAll();
    await expect(api.fetch('GET', '/')).rejects.toThrow(/./);
  });
});
