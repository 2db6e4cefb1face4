import { parseLenientJson } from '../../mapping/json-parser';
import { readJsonPath } from '../../mapping/json-path';
import { Budget, printJson } from '../../vtl';

const PLAIN_PATH = /^[\w-]+(?:\.[\w-]+)*$/;

/** A text that may be JSON, and what its paths lead to. It is parsed when first asked. */
export class JsonBody {
  private parsed: { readonly value: unknown } | undefined;

  constructor(private readonly text: string) {}

  /** The text at a path behind `$.`; the whole for an empty one. Undefined where it leads nowhere. */
  read(path: string): string | undefined {
    const value = this.value;
    if (value === undefined) return undefined;
    if (path === '') return this.text;
    return PLAIN_PATH.test(path) ? describe(walk(value, path)) : this.readPath(path);
  }

  /** Undefined for what is no JSON. */
  get value(): unknown {
    this.parsed ??= { value: parse(this.text) };
    return this.parsed.value;
  }

  private readPath(path: string): string | undefined {
    try {
      const budget = new Budget();
      const found = readJsonPath(parseLenientJson(this.text), `$${path.startsWith('[') ? '' : '.'}${path}`, budget);
      if (found === undefined || found === null) return undefined;
      return typeof found === 'string' ? found : printJson(found, budget);
    } catch {
      return undefined;
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function walk(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function describe(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
