// node .ci/defer-requires.mjs: makes the modules of build/ load each other on first use.
//
// A start loads every file that is imported anywhere, used or not; resolving and reading them is most of a start. This is what
// aws-cdk-lib does to its own files. Modules here have no effect when they are loaded, so that the order does not matter.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = resolve(dirname(fileURLToPath(import.meta.url)), '../build');
const require = createRequire(import.meta.url);
/** Programs that start before there is anything to do, so that they have loaded everything by then. */
const STARTED_AHEAD = /[\\/]gateway[\\/](?:lambda[\\/]bootstrap|dynamodb[\\/]process)[\\/]/;
const IMPORT = /^(?:const|var) (import_\w+|\w+_\d+) = require\("(\.[^"]+)"\);$/gm;
const REEXPORT =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+\.\w+); \} \}\);$/gm;
const SOURCE_MAP = /^\/\/# sourceMappingURL=data:.*\n?/m;
const EXPORT_ALL = /^__exportStar\(require\("([^"]+)"\), exports\);$/gm;

const files = ['bin', 'lib'].flatMap((folder) =>
  readdirSync(join(build, folder), { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(build, folder, name)),
);
// Names are asked for before any file changes.
const deferred = files.map((file) => [file, defer(file)]);
for (const [file, text] of deferred) writeFileSync(file, text);

/** Without the map of the sources: it is two thirds of a file, and no longer that of these lines. */
function defer(file) {
  const text = readFileSync(file, 'utf8').replace(SOURCE_MAP, '');
  return STARTED_AHEAD.test(file) ? text : deferImports(deferExports(text, dirname(file)));
}

function deferImports(text) {
  const imports = [...text.matchAll(IMPORT)].map(([, name, path]) => ({ name, path }));
  if (imports.length === 0) return text;
  const paths = new Map(imports.map(({ name, path }) => [name, path]));
  const names = new RegExp(`\\b(?:${[...paths.keys()].join('|')})\\b`, 'g');
  // No function call in between: requests pass through here.
  const load = (name) => `(${name} ??= require("${paths.get(name)}"))`;
  return text
    .split('\n')
    .map((line) => (line.match(IMPORT) ? line.replace(IMPORT, 'let $1;') : line.replace(names, load)))
    .join('\n');
}

/**
 * Who imports the package as an ES module gets the names that Node.js finds in its text: `exports.X = void 0` is one, and
 * stays one only while no `Object.defineProperty` with a getter of an unknown form is found after it.
 */
function deferExports(text, folder) {
  return text
    .replace(EXPORT_ALL, (_line, path) =>
      Object.keys(require(join(folder, path)))
        .map((name) => `exports.${name} = void 0; ${getter(name, `require("${path}").${name}`)}`)
        .join(' '),
    )
    .replace(REEXPORT, (_line, name, value) => getter(name, value));
}

function getter(name, value) {
  return `Object["defineProperty"](exports, "${name}", { enumerable: true, get: () => ${value} });`;
}
