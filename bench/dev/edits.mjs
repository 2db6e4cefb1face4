import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { context } from 'esbuild';
import { handlerFile } from '../bundling/handlers.mjs';
import { median } from '../compare.mjs';
import { withServer } from '../servers/serve.mjs';

/** The first ones meet what is not warm yet. */
const WARM_UP = 3;
const EDITS = 10;
const PATIENCE_MS = 10_000;

/** esbuild's own rebuild of the handler that is edited, with the options that the assembly has for it, and a Node.js that calls it. */
export const bareRebuild = (handlers, assembly, save) => async () => {
  const metadata = Object.values(JSON.parse(readFileSync(join(assembly, 'Bench.metadata.json'), 'utf8'))).flat();
  const { options } = metadata.find(({ type }) => type === 'gatehouse:bundle').data;
  const outfile = join(handlers, '../bare/index.js');
  const build = await context({
    ...options,
    absWorkingDir: handlers,
    entryPoints: [handlerFile(handlers, 0)],
    outfile,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  const program = `require(${JSON.stringify(outfile)}).handler({}).then(({ body }) => console.log(body))`;
  const env = { ...process.env, NODE_PATH: join(handlers, 'node_modules') };
  const measured = await edits(async (version) => {
    const started = performance.now();
    save(version);
    await build.rebuild();
    const rebuildMs = performance.now() - started;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { env });
    return { rebuildMs, text: stdout.trim(), answerMs: performance.now() - started };
  });
  await build.dispose();
  return measured;
};

/** From a save of a handler to the first answer of its new code, and what the gateway took to rebuild it. */
export const saveToAnswer = (server, save) =>
  withServer({ ...server, path: '/orders-0', answers }, ({ url, output }) => {
    const nextReload = reloadsOf(output);
    return edits(async (version) => {
      const deadline = sleep(PATIENCE_MS, undefined, { ref: false });
      const started = performance.now();
      save(version);
      for (let text = ''; ; ) {
        // The first edit may be reloaded twice: it falls into the bundling of the start.
        const reload = await Promise.race([nextReload(), deadline]);
        text = await fetch(url).then((response) => response.text());
        const answerMs = performance.now() - started;
        if (text === `version ${version}` || !reload) return { rebuildMs: reload?.ms ?? answerMs, text, answerMs };
      }
    });
  });

async function edits(run) {
  const seen = [];
  let failures = 0;
  for (let edit = 0; edit < WARM_UP + EDITS; edit++) {
    const version = `${Date.now()}-${edit}`;
    const result = await run(version);
    if (result.text !== `version ${version}`) failures++;
    if (edit >= WARM_UP) seen.push(result);
  }
  return {
    'rebuild ms': median(seen.map(({ rebuildMs }) => rebuildMs)),
    'save to answer ms': median(seen.map(({ answerMs }) => answerMs)),
    failures,
  };
}

/** Whether a server answers at all. */
export const answers = (url) => fetch(url).then(Boolean, () => false);

/** @returns a function that resolves with the next reload that a gateway tells of */
function reloadsOf(output) {
  const lines = createInterface({ input: output });
  return () =>
    new Promise((resolve) => {
      const listen = (line) => {
        if (!line.startsWith('{"event":"reloaded"')) return;
        lines.off('line', listen);
        resolve(JSON.parse(line));
      };
      lines.on('line', listen);
    });
}
