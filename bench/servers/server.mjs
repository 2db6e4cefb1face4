import { spawn } from 'node:child_process';

/**
 * Starts a server; resolves once it answers.
 *
 * @param urlOf its address, from what it has printed; undefined as long as it does not say
 * @param request what it has to answer, as `fetch` takes it
 * @returns its URL, the milliseconds until it said so and until its first answer, its process, and how to stop it
 */
export async function startServer({ command = process.execPath, args, cwd, env = {}, urlOf, path = '/', ...probe }) {
  const { request, answers = answersHttp } = probe;
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let url;
  let readyMs;
  let answered = false;
  const read = (data) => {
    // What a server says of each request is not kept.
    if (answered) return;
    output += data;
    url ??= urlOf(output);
    if (url) readyMs ??= performance.now() - started;
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const stop = () => endGroup(child);
  for (const deadline = started + 60_000; performance.now() < deadline; ) {
    if (child.exitCode !== null) break;
    if (url && (await answers(url + path, request))) {
      const startMs = performance.now() - started;
      answered = true;
      return { url: url + path, base: url, readyMs, startMs, pid: child.pid, output: child.stdout, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await stop();
  throw new Error(`${command} ${args.join(' ')} did not answer:\n${output.slice(-3000)}`);
}

function endGroup(child) {
  return new Promise((resolve) => {
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
}

const answersHttp = (url, request) =>
  fetch(url, request).then(
    (response) => response.arrayBuffer().then(() => response.status === 200),
    () => false,
  );
