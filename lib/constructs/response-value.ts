const HEADER_NAME = /^[A-Za-z0-9._-]+$/;
const JSON_PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])+$/;

/** A part of a backend's answer, or a fixed text, as a header of the route's answer. */
export class ResponseValue {
  /** A header of the backend's answer. */
  public static header(name: string): ResponseValue {
    if (!HEADER_NAME.test(name)) throw new Error(`ResponseValue.header takes the name of a header, got "${name}"`);
    return new ResponseValue(`integration.response.header.${name}`);
  }

  /** A part of the backend's JSON body: `$.id`. */
  public static body(path: string): ResponseValue {
    if (!JSON_PATH.test(path)) throw new Error(`ResponseValue.body takes a JSON path such as "$.id", got "${path}"`);
    return new ResponseValue(`integration.response.body${path.slice(1)}`);
  }

  /** A member of `$context`: `requestId`. */
  public static context(name: string): ResponseValue {
    if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name)) {
      throw new Error(`ResponseValue.context takes a name such as "requestId", got "${name}"`);
    }
    return new ResponseValue(`context.${name}`);
  }

  /** A variable of the stage. */
  public static stageVariable(name: string): ResponseValue {
    if (!/^\w+$/.test(name)) throw new Error(`ResponseValue.stageVariable takes the name of a variable, got "${name}"`);
    return new ResponseValue(`stageVariables.${name}`);
  }

  /** A fixed text. */
  public static literal(text: string): ResponseValue {
    if (text.includes("'")) throw new Error(`a fixed value of a header must not hold an apostrophe, got "${text}"`);
    return new ResponseValue(`'${text}'`);
  }

  private constructor(
    /** As the source of a header mapping. @internal */
    public readonly _mapping: string,
  ) {}
}
