import * as fs from 'node:fs';
import * as path from 'node:path';

export type Json = Record<string, any>;

/** An operation of a document, with what stands above it brought down to it. */
export interface SpecOperation {
  /** `operationId`, or the route key of an operation without one. */
  readonly id: string;
  readonly key: string;
  readonly operation: Json;
  readonly parameters: readonly Json[];
  readonly security?: readonly Json[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head'];
const ANY_METHOD = 'x-amazon-apigateway-any-method';

/** An OpenAPI document that an API is made of. */
export class Spec {
  /** Reads a document of JSON or YAML, by its file or as an object. */
  public static read(document: unknown): Spec {
    if (typeof document === 'object' && document !== null) return new Spec(document as Json, 'document');
    if (typeof document !== 'string')
      throw new Error(`document must be a file name or an object, got ${typeof document}`);
    const file = path.resolve(document);
    if (!fs.existsSync(file)) throw new Error(`document "${document}" is not there, looked for ${file}`);
    return new Spec(parse(fs.readFileSync(file, 'utf8'), document), document);
  }

  private constructor(
    public readonly document: Json,
    private readonly name: string,
  ) {
    if (typeof document.swagger === 'string') {
      throw new Error(`document "${name}" is Swagger ${document.swagger}: convert it to OpenAPI 3`);
    }
    if (!/^3\.[01]\.\d+$/.test(String(document.openapi))) {
      throw new Error(`document "${name}" must be OpenAPI 3.0 or 3.1, got "${document.openapi}"`);
    }
  }

  public get operations(): SpecOperation[] {
    return Object.entries((this.document.paths ?? {}) as Json).flatMap(([route, item]) =>
      [...METHODS, ANY_METHOD]
        .filter((method) => item[method] !== undefined)
        .map((method) => this.operationOf(route, method, this.resolve(item))),
    );
  }

  /** Follows a reference inside the document, as far as it leads. */
  public resolve(value: Json): Json {
    if (typeof value?.$ref !== 'string') return value;
    const parts = /^#\/(.+)$/.exec(value.$ref)?.[1]?.split('/');
    const target = parts?.reduce<any>(
      (at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
      this.document,
    );
    if (target === undefined) throw new Error(`document "${this.name}" refers to "${value.$ref}", which is not in it`);
    return this.resolve(target as Json);
  }

  private operationOf(route: string, method: string, item: Json): SpecOperation {
    const operation = item[method] as Json;
    const key = `${method === ANY_METHOD ? 'ANY' : method.toUpperCase()} ${route}`;
    return {
      id: operation.operationId ?? key,
      key,
      operation,
      parameters: mergeParameters(
        [item.parameters ?? [], operation.parameters ?? []].map((list) => this.resolveAll(list)),
      ),
      security: operation.security ?? this.document.security,
    };
  }

  private resolveAll(list: readonly Json[]): Json[] {
    return list.map((value) => this.resolve(value));
  }
}

/** Those of an operation stand for those of its path that have the same name and place. */
function mergeParameters([ofPath = [], own = []]: readonly Json[][]): Json[] {
  return [...ofPath.filter((one) => !own.some(({ name, in: place }) => name === one.name && place === one.in)), ...own];
}

function parse(text: string, name: string): Json {
  try {
    // Loaded on first use: most apps have no document of their own.
    return /\.json$/i.test(name) ? JSON.parse(text) : loadYaml().parse(text);
  } catch (error) {
    throw new Error(`document "${name}" cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** An optional dependency: documents of JSON do without. */
function loadYaml(): typeof import('yaml') {
  try {
    return require('yaml') as typeof import('yaml');
  } catch (cause) {
    throw new Error('the package "yaml" is missing: run "npm install yaml", or give the document as JSON', { cause });
  }
}
