import { lookUp, textOf } from './substitution';

type Part = string | { readonly path: string };

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

const parsedFormats = new Map<string, readonly Part[]>();

/** One line of an access log: plain substitution, a dash where there is no value. */
export function renderAccessLog(format: string, context: Readonly<Record<string, unknown>>): string {
  let line = '';
  for (const part of partsOf(format)) {
    line += typeof part === 'string' ? part : (textOf(lookUp(context, part.path)) ?? '-');
  }
  return line;
}

function partsOf(format: string): readonly Part[] {
  const known = parsedFormats.get(format);
  if (known) return known;
  const parts: Part[] = [];
  let end = 0;
  for (const match of format.matchAll(VARIABLE)) {
    parts.push(format.slice(end, match.index), { path: match[1] });
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  parsedFormats.set(format, parts);
  return parts;
}
