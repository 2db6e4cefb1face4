import { spawn } from 'node:child_process';

/** Starts a server; resolves with its URL, the milliseconds to its first answer, and how to stop it. */
export async function startServer({ command, args, cwd, env = {}, urlOf, path, answers = answersHttp }) {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', resolve);
      process.kill(-child.pid, 'SIGTERM');
      setTimeout(() => {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It has ended.
        }
      }, 3000).unref();
      return undefined;
    });
  for (const deadline = started + 60_000; performance.now() < deadline; ) {
    if (child.exitCode !== null) break;
    const url = urlOf(output);
    if (url && (await answers(url + path)))
      return { url: url + path, startMs: performance.now() - started, pid: child.pid, stop };
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await stop();
  throw new Error(`${command} ${args.join(' ')} did not answer:\n${output.slice(-3000)}`);
}

const answersHttp = (url) =>
  fetch(url).then(
    (response) => response.arrayBuffer().then(() => response.status === 200),
    () => false,
  );
