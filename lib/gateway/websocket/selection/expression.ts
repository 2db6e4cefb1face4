/** `request.body.action`: its source and the name there. One of no known source has no value. */
export interface Variable {
  readonly source?: string;
  readonly name: string;
}

/** Part of a selection expression: fixed text, or a variable. */
export type ExpressionPart = string | Variable;

/** `\$`, `${…}`, `$…` up to a character that no path has, or anything else. */
const TOKEN = /\\\$|\$\{([^}]*)\}|\$([A-Za-z][^\s/${}\\]*)|[^\\$]+|[\s\S]/g;

const VARIABLE =
  /^(request\.(?:body|header|querystring)|context|stageVariables|integration\.response\.(?:body|header))(?:\.|(?=\[)|$)(.*)$/s;

const parsed = new Map<string, readonly ExpressionPart[]>();

/** Reads a selection expression; each is read once. */
export function parseExpression(expression: string): readonly ExpressionPart[] {
  const known = parsed.get(expression);
  if (known) return known;
  const parts = [...expression.matchAll(TOKEN)].map(([text, wrapped, bare]): ExpressionPart => {
    const variable = wrapped ?? bare;
    if (variable !== undefined) return splitVariable(variable);
    return text === '\\$' ? '$' : text;
  });
  parsed.set(expression, parts);
  return parts;
}

function splitVariable(variable: string): Variable {
  const [, source, name = ''] = VARIABLE.exec(variable) ?? [];
  return { source, name };
}
