/** Longer lines are minified sources that Node.js prints above an error. */
const MAX_LINE = 2000;
const GIST_LINES = 40;
/** What npm and npx say of themselves, whatever they run. */
const NPM_NOISE = /^npm (?:warn|notice)\b/i;

/** What a command printed, without lines that nobody can read. */
export function cleanOutput(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => line.length <= MAX_LINE && !NPM_NOISE.test(line))
    .join('\n')
    .trim();
}

/** The part of a failed command's output that says why. */
export function gistOf(output: string): string {
  const lines = output.split('\n').filter((line) => !isNoise(line));
  const error = lines.findIndex((line) => /^(?:Uncaught )?(?:\w+\.)*\w*Error\b.*:/.test(line.trim()));
  const start = error === -1 ? Math.max(0, lines.length - GIST_LINES) : error;
  return lines
    .slice(start, start + GIST_LINES)
    .map((line) => `  ${line}`)
    .join('\n')
    .trimEnd();
}

function isNoise(line: string): boolean {
  return (
    /^\s+at .*(?:node_modules|node:internal|\(node:)/.test(line) ||
    // marks a place in a line that was too long to show
    /^\s{200,}\^+$/.test(line) ||
    /^Node\.js v\d/.test(line)
  );
}
