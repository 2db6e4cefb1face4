const PARAMETER_NAME = /^[A-Za-z0-9._-]+$/;
const JSON_PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\]|\['[A-Za-z0-9_ .-]+'\])*$/;
const CONTEXT_NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** Where a parameter of a request stands. */
export type ParameterPlace = 'path' | 'query' | 'header';

/** A parameter that an operation declares. */
export interface DeclaredParameter {
  readonly in: ParameterPlace;
  readonly name: string;
}

/**
 * A part of a request, or a fixed text, wherever one is needed. It writes itself safely into the place where it stands: into a
 * mapping expression, into a JSON template, into a form.
 */
export class RequestValue {
  /** A variable of the path, decoded. */
  public static path(name: string): RequestValue {
    return new RequestValue(renderParameter('path', name));
  }

  /** A parameter of the query string. */
  public static query(name: string): RequestValue {
    return new RequestValue(renderParameter('query', name));
  }

  /** A header. */
  public static header(name: string): RequestValue {
    return new RequestValue(renderParameter('header', name));
  }

  /** A part of a JSON body: `$.customer.id`; `$` is the whole body. */
  public static body(path: string): RequestValue {
    if (!JSON_PATH.test(path))
      throw new Error(`RequestValue.body takes a JSON path such as "$.customer.id", got "${path}"`);
    const mapping = path === '$' ? 'method.request.body' : `method.request.body${path.slice(1)}`;
    return new RequestValue({ mapping, template: `$input.path('${path.replaceAll("'", '"')}')`, jsonPath: path });
  }

  /** A claim of the token that a Cognito authorizer let through. */
  public static claim(name: string): RequestValue {
    if (!/^[A-Za-z0-9_:-]+$/.test(name)) throw new Error(`RequestValue.claim takes the name of a claim, got "${name}"`);
    return new RequestValue({
      mapping: `context.authorizer.claims.${name}`,
      template: name.includes(':') ? `$context.authorizer.claims['${name}']` : `$context.authorizer.claims.${name}`,
    });
  }

  /** A member of `$context`: `identity.sourceIp`. */
  public static context(name: string): RequestValue {
    if (!CONTEXT_NAME.test(name))
      throw new Error(`RequestValue.context takes a name such as "identity.sourceIp", got "${name}"`);
    return new RequestValue({ mapping: `context.${name}`, template: `$context.${name}` });
  }

  /** A variable of the stage. */
  public static stageVariable(name: string): RequestValue {
    if (!/^\w+$/.test(name))
      throw new Error(`RequestValue.stageVariable takes the name of a stage variable, got "${name}"`);
    return new RequestValue({ mapping: `stageVariables.${name}`, template: `$stageVariables.${name}` });
  }

  /** A fixed text. */
  public static literal(text: string): RequestValue {
    return new RequestValue({ mapping: `'${text}'`, literal: text });
  }

  private constructor(private readonly forms: ValueForms) {}

  /** The parameter that must be declared for this value. @internal */
  public get _parameter(): DeclaredParameter | undefined {
    return this.forms.parameter;
  }

  /** The fixed text, for a literal. @internal */
  public get _literal(): string | undefined {
    return this.forms.literal;
  }

  /** The path of a body's part. @internal */
  public get _jsonPath(): string | undefined {
    return this.forms.jsonPath;
  }

  /** As the source of a parameter mapping. @internal */
  public get _mapping(): string {
    if (this.forms.literal?.includes("'")) {
      throw new Error(`a fixed value of a parameter must not hold an apostrophe, got "${this.forms.literal}"`);
    }
    return this.forms.mapping;
  }

  /** As an expression of a mapping template: for a literal, one in quotes. @internal */
  public get _expression(): string {
    return this.forms.template ?? `'${this.forms.literal}'`;
  }

  /** As it names itself to the user. @internal */
  public get _name(): string {
    return this.forms.literal === undefined ? this.forms.mapping : `literal "${this.forms.literal}"`;
  }
}

interface ValueForms {
  readonly mapping: string;
  readonly template?: string;
  readonly literal?: string;
  readonly jsonPath?: string;
  readonly parameter?: DeclaredParameter;
}

const MAPPED_AS: Record<ParameterPlace, string> = { path: 'path', query: 'querystring', header: 'header' };

function renderParameter(place: ParameterPlace, name: string): ValueForms {
  if (typeof name !== 'string' || !PARAMETER_NAME.test(name)) {
    throw new Error(`RequestValue.${place} takes a name of letters, digits and "._-", got "${name}"`);
  }
  const template = `$input.params().${MAPPED_AS[place]}.get('${name}')`;
  return {
    mapping: `method.request.${MAPPED_AS[place]}.${name}`,
    // Path values arrive percent-encoded, where a plus sign is a plus sign; the decoder takes it for a space.
    template: place === 'path' ? `$util.urlDecode(${template}.replace("+","%2B"))` : template,
    parameter: { in: place, name },
  };
}
