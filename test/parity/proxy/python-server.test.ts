import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, SecretValue, Stack } from 'aws-cdk-lib/core';
import { Authorizer, HeaderValue, ProxyApi, Upstream } from '../../../lib';
import { LocalApi } from '../../../lib/testing';

const IMAGE = randomBytes(200_000);
const PAGE = '<!doctype html><title>Grüße</title><link rel="icon" href="/shop/logo.png">';

const SECRET = SecretValue.secretsManager('origin');

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

/** It prints its whole environment, which is how applications in Python see a request. */
describe("the demo application of Python's standard library", () => {
  const program = [
    'from wsgiref.simple_server import make_server, demo_app',
    "server = make_server('127.0.0.1', 0, demo_app)",
    "print('port', server.server_port, flush=True)",
    'server.serve_forever()',
  ].join('\n');
  let server: ChildProcess;
  let api: LocalApi;

  beforeAll(async () => {
    server = spawn('python3', ['-c', program], { stdio: ['ignore', 'pipe', 'ignore'] });
    const direct = await listeningAt(server);
    const stack = new Stack(new App(), 'Stack');
    const headers = { 'X-User': HeaderValue.claim('sub'), 'X-Origin-Verify': HeaderValue.secret(SECRET) };
    new ProxyApi(stack, 'Front', {
      upstream: Upstream.url('https://app.example.com/v1', { headers }),
      authorizer: Authorizer.cognito(new cognito.UserPool(stack, 'Pool')),
      publicPaths: ['GET /open'],
    });
    api = await LocalApi.of(stack, {
      upstreams: { 'app.example.com': direct },
      values: { 'secretsmanager:origin:SecretString:::': 'hush' },
    });
  });

  afterAll(() => void server?.kill());

  test('sees the request, who calls, and that it comes by its front door', async () => {
    const answer = await api.fetch('POST', '/a%20b?c=d&c=%C3%BC', {
      as: api.user({ sub: 'alice' }),
      headers: { 'x-user': 'root', 'X-Origin-Verify': 'guess', 'Content-Type': 'text/csv', 'Accept-Language': 'de' },
      body: 'one,two',
    });
    expect(answer.status).toBe(200);
    const lines = (await answer.text()).split('\n');
    for (const line of [
      "HTTP_X_USER = 'alice'",
      "HTTP_X_ORIGIN_VERIFY = 'hush'",
      "HTTP_HOST = 'app.example.com'",
      "HTTP_ACCEPT_LANGUAGE = 'de'",
      "REQUEST_METHOD = 'POST'",
      "PATH_INFO = '/v1/a b'",
      "QUERY_STRING = 'c=d&c=%C3%BC'",
      "CONTENT_TYPE = 'text/csv'",
      "CONTENT_LENGTH = '7'",
    ]) {
      expect(lines).toContain(line);
    }
  });

  test('sees nobody on a public path, whatever the caller says', async () => {
    const answer = await api.fetch('GET', '/open', { headers: { 'X-User': 'root' } });
    expect(await answer.text()).toContain("HTTP_X_USER = '-'");
  });
});

/** The address at which the server says that it listens. Its output is read on: a closed pipe would end it. */
function listeningAt(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stdout?.on('data', (chunk) => {
      printed += chunk;
      const [, port] = /port (\d+)\s/.exec(printed) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    server.once('exit', () => reject(new Error(`python3 ended before it listened: ${printed}`)));
  });
}

function digestOf(body: ArrayBuffer): string {
  return createHash('sha256').update(new Uint8Array(body)).digest('hex');
}
