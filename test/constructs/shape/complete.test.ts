import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const constructs = resolve(__dirname, '../../../lib/constructs');
const folder = join(constructs, 'shape');

/** What is given to users, or made by their own classes, and so has no names of theirs to be checked. */
const GIVEN = /^(?:I[A-Z].*|.*Config|.*BindOptions|HandshakeAuthorization)$/;
/** Checked one by one, under the names of the routes that they are for. */
const BY_ROUTE = /^(?:routes|operations|paths|connect|disconnect|defaultRoute)$/;

interface Struct {
  readonly name: string;
  readonly members: ReadonlyMap<string, string>;
}

const structs = publicFiles().flatMap(structsIn);
const shapes = new Map(readdirSync(folder).flatMap((file) => Object.entries<any>(require(join(folder, file)))));
const source = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('');

describe('shapes are complete', () => {
  // The compiler compares the members of each with those of its interface.
  test('every struct that users write has one', () => {
    expect(structs.length).toBeGreaterThan(60);
    expect(structs.filter(({ name }) => !source.includes(`: Shape<${name}> = `)).map(({ name }) => name)).toEqual([]);
  });

  test('and those in it are looked into', () => {
    const names = new Set(structs.map(({ name }) => name));
    const flat = structs.flatMap(({ name, members }) =>
      [...members]
        .filter(([member, type]) => names.has(type) && !BY_ROUTE.test(member))
        .filter(([member]) => typeof shapes.get(constantOf(name))?.members[member] !== 'object')
        .map(([member]) => `${name}.${member}`),
    );
    expect(flat).toEqual([]);
  });

  test('each is used', () => {
    const rest = readdirSync(constructs, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(constructs, file), 'utf8').replaceAll(/export const \w+/g, ''))
      .join('');
    expect(
      [...source.matchAll(/export const (\w+): Shape/g)].filter(
        ([, name]) => !new RegExp(`\\b${name}\\b[^:]`).test(rest),
      ),
    ).toEqual([]);
  });
});

/** Modules whose interfaces the index exports. */
function publicFiles(): { readonly file: string; readonly names?: readonly string[] }[] {
  return [join(constructs, '../index.ts'), join(constructs, 'functions/index.ts')].flatMap((index) =>
    [...readFileSync(index, 'utf8').matchAll(/export (\*|\{[^}]*\}) from '([^']+)'/g)]
      .filter(([, , module]) => !module.endsWith('/functions'))
      .map(([, what, module]) => ({
        file: `${resolve(index, '..', module)}.ts`,
        names: what === '*' ? undefined : (what.match(/\w+/g) ?? []),
      })),
  );
}

function structsIn({ file, names }: { readonly file: string; readonly names?: readonly string[] }): Struct[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^export interface (\w+)(?: extends [\w.]+)? \{\n([^]*?)^\}/gm)]
    .filter(([, name]) => !GIVEN.test(name) && (names?.includes(name) ?? true))
    .map(([, name, body]) => ({
      name,
      members: new Map(
        [...body.matchAll(/^ {2}readonly (\w+)\??: (?:\{ readonly \[\w+: string\]: )?(\w+)/gm)].map(
          ([, member, type]) => [member, type],
        ),
      ),
    }));
}

function constantOf(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
