import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const NGINX = process.env.NGINX ?? '/usr/sbin/nginx';
const NOBODY = 65_534;
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** An nginx of this test alone: everything that it reads and writes is in a folder of its own. */
export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

/** Files to serve, by their names below the root, and the directives of the server. */
export interface NginxOptions {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly server: string;
}

export async function startNginx({ files, server }: NginxOptions): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'));
  chmodSync(folder, 0o755);
  for (const name of ['root', 'state']) mkdirSync(join(folder, name));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, 'root', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'root', name), content);
  }
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, server));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(join(folder, 'state'), NOBODY, NOBODY);
  const child = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  const close = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(child, port);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, close };
}

/** One process in the foreground: no master that outlives the test. */
function configuration(folder: string, port: number, server: string): string {
  const temporary = TEMPORARY.map((name) => `${name}_temp_path ${folder}/state/${name};`);
  return `
daemon off;
master_process off;
pid ${folder}/state/nginx.pid;
error_log stderr warn;
events { worker_connections 128; }
http {
  ${temporary.join('\n  ')}
  access_log off;
  types { text/html html; text/plain txt; text/css css; image/png png; application/json json; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/root;
    ${server}
  }
}
`;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let printed = '';
  let failed: Error | undefined;
  child.stderr?.on('data', (chunk) => (printed += chunk));
  child.once('error', (error) => (failed = error));
  for (let attempt = 0; attempt < 200; attempt++) {
    if (failed) throw failed;
    if (child.exitCode !== null) break;
    if (await accepts(port)) return;
    await pause(25);
  }
  throw new Error(`nginx does not listen: ${printed}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** nginx cannot pick a port by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
