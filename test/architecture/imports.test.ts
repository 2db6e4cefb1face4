import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

interface Import {
  readonly from: string;
  /** Project path without an ending for relative imports, package name otherwise. */
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?['"]([^'"]+)['"]|\brequire\(['"]([^'"]+)['"]\)|\bimport\(['"]([^'"]+)['"]\)/gm,
  );
  return [...statements].map((match) => {
    const target = match[1] ?? match[2] ?? match[3];
    const to = target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target;
    return { from: file, to, typeOnly: /^(import|export)\s+type\s/.test(match[0]) };
  });
}

const files = [...sources('lib'), ...sources('bin')];
const imports = files.flatMap(importsOf);
const crossing = (from: string, to: RegExp) =>
  imports.filter((i) => i.from.startsWith(from) && to.test(i.to)).map((i) => `${i.from} → ${i.to}`);

describe('imports', () => {
  test('the gateway knows neither the constructs nor CDK', () => {
    expect(crossing('lib/gateway/', /^lib\/(constructs|testing|index)|^aws-cdk-lib|^constructs$/)).toEqual([]);
  });

  test('the constructs know neither the gateway nor the testing kit', () => {
    expect(crossing('lib/constructs/', /^lib\/(gateway|testing)/)).toEqual([]);
  });

  test('what constructs and gateway share of OpenAPI is plain data in and out', () => {
    expect(crossing('lib/openapi/', /./)).toEqual([]);
  });

  test('the index has only constructs', () => {
    expect(crossing('lib/index.ts', /^lib\/(?!constructs)/)).toEqual([]);
  });

  test('nobody imports the top index of aws-cdk-lib', () => {
    expect(imports.filter((i) => i.to === 'aws-cdk-lib').map((i) => i.from)).toEqual([]);
  });

  test('only the command line prints', () => {
    const printing = sources('lib/gateway').filter((file) => {
      const inChild = file.includes('/bootstrap/') || file.startsWith('lib/gateway/cli/');
      return !inChild && /\bconsole\.\w+\(|process\.std(out|err)\.write\(/.test(readFileSync(join(root, file), 'utf8'));
    });
    expect(printing).toEqual([]);
  });

  test('imports make no cycle', () => {
    const known = new Set(files.map((file) => file.replace(/\.ts$/, '')));
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (typeOnly) continue;
      const target = known.has(to) ? to : known.has(`${to}/index`) ? `${to}/index` : undefined;
      if (target) edges.set(from.replace(/\.ts$/, ''), [...(edges.get(from.replace(/\.ts$/, '')) ?? []), target]);
    }
    expect(cyclesOf(edges)).toEqual([]);
  });
});

describe('files', () => {
  test('none is over 300 lines', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
  });

  test('names are kebab-case and say what the file holds', () => {
    expect(files.filter((file) => !/^[a-z0-9-]+(\.[a-z]+)?\.ts$/.test(file.split('/').pop() as string))).toEqual([]);
    expect(files.filter((file) => /\b(utils?|helpers?|common|manager)\b/.test(file))).toEqual([]);
  });

  test('the command line entry is at most 20 lines', () => {
    expect(readFileSync(join(root, 'bin/gatehouse.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });
});

function cyclesOf(edges: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, path: string[]): void => {
    if (path.includes(node)) {
      found.push([...path.slice(path.indexOf(node)), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return found;
}
