/** A template that cannot be parsed or rendered. Line and column count from 1. */
export class TemplateError extends Error {
  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`${reason} (line ${line}, column ${column})`);
    this.name = 'TemplateError';
  }

  /** The error at an offset of the template's text. */
  static at(source: string, offset: number, reason: string): TemplateError {
    const before = source.slice(0, offset);
    const line = before.split('\n').length;
    return new TemplateError(reason, line, offset - before.lastIndexOf('\n'));
  }
}

/** A fault inside an operation that does not know where in the template it stands; the renderer adds the place. */
export class OperationError extends Error {}
