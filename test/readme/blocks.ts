import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Block {
  /** Heading above it and its place below that heading. */
  readonly name: string;
  readonly code: string;
}

/** The `ts` blocks of the README, in order. */
export function readmeBlocks(root: string): Block[] {
  const blocks: Block[] = [];
  let heading = 'README';
  let open: string[] | undefined;
  for (const line of readFileSync(join(root, 'README.md'), 'utf8').split('\n')) {
    if (open && line.trimEnd() === '```') {
      const nth = blocks.filter((block) => block.name.startsWith(`${heading} `)).length + 1;
      blocks.push({ name: `${heading} ${nth}`, code: open.join('\n') });
      open = undefined;
    } else if (open) {
      open.push(line);
    } else if (line.trim() === '```ts') {
      open = [];
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '').replaceAll('`', '');
    }
  }
  return blocks;
}
