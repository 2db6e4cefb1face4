import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, ProxyApi, Upstream } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

const IMAGE = randomBytes(200_000);
const PAGE = '<!doctype html><title>Grüße</title><link rel="icon" href="/shop/logo.png">';

/** The file server of Python's standard library, which knows nothing of any gateway, behind a mount. */
describe("the file server of Python's standard library", () => {
  let folder: string;
  let server: ChildProcess;
  let direct: string;
  let api: LocalApi;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-files-'));
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'logo.png'), IMAGE);
    writeFileSync(join(folder, 'a file+more.txt'), 'spaces and signs');
    writeFileSync(join(folder, 'docs', 'index.html'), '<p>docs</p>');
    server = spawn('python3', ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    direct = await listeningAt(server);
    const stack = new Stack(new App(), 'Stack');
    new ProxyApi(stack, 'Front', {
      mounts: { '/shop': Upstream.url('https://files.example.com') },
      publicPaths: ['/shop/{proxy+}', '/shop'],
      authorizer: Authorizer.iam(),
    });
    api = await LocalApi.of(stack, { upstreams: { 'files.example.com': direct } });
  });

  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['/', '/logo.png', '/a%20file+more.txt', '/docs/index.html', '/none'])(
    'answers %s as without the front door',
    async (path) => {
      const [through, without] = await Promise.all([api.fetch('GET', `/shop${path}`), fetch(direct + path)]);
      expect(through.status).toBe(without.status);
      for (const name of ['content-type', 'last-modified']) {
        expect(through.headers.get(name)).toBe(without.headers.get(name));
      }
      const [one, other] = await Promise.all([through.arrayBuffer(), without.arrayBuffer()]);
      expect(digestOf(one)).toBe(digestOf(other));
    },
  );

  test('says the length of a file to HEAD, and sends none of it', async () => {
    const answer = await api.fetch('HEAD', '/shop/logo.png');
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  test('answers 304 to who has the file already', async () => {
    const lastModified = (await api.fetch('GET', '/shop/logo.png')).headers.get('last-modified') as string;
    const again = await api.fetch('GET', '/shop/logo.png', { headers: { 'If-Modified-Since': lastModified } });
    expect(again.status).toBe(304);
  });

  test('refuses methods that it does not know by itself', async () => {
    const answer = await api.fetch('DELETE', '/shop/logo.png');
    expect(answer.status).toBe(501);
    expect(answer.headers.get('x-amzn-remapped-server')).toMatch(/^SimpleHTTP/);
  });

  test('leads on from a folder without its slash, which API Gateway takes away again', async () => {
    for (const path of ['/shop/docs', '/shop/docs/']) {
      const answer = await api.fetch('GET', path);
      expect([answer.status, answer.headers.get('location')]).toEqual([301, '/docs/']);
    }
  });
});

/** The address at which the server says that it listens. */
async function listeningAt({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of stdout ?? []) {
    printed += chunk;
    const [, port] = /port (\d+)/.exec(printed) ?? [];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`python3 ended before it listened: ${printed}`);
}

function digestOf(body: ArrayBuffer): string {
  return createHash('sha256').update(new Uint8Array(body)).digest('hex');
}
