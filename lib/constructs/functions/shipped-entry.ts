import * as fs from 'node:fs';
import * as path from 'node:path';

/** Where `lambda/` lies beside this code: its sources beside sources, compiled files in the package. */
const FOLDER = path.resolve(__dirname, '../../../lambda');

/** The entry file of a function that constructs bring with them. */
export function locateShippedEntry(name: string): string {
  const files = ['js', 'ts'].map((extension) => path.join(FOLDER, name, `index.${extension}`));
  const found = files.find((file) => fs.existsSync(file));
  if (found) return found;
  throw new Error(`the package is not complete: there is no "${files[0]}"`);
}
