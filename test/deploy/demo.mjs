// A copy of the demo app that a test may edit.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PARTS = [
  '.ci',
  'bin',
  'lib',
  'lambda',
  'build',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Copies the demo app to `folder`, packages linked; answers the folder. */
export function copyDemo(project, folder) {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(project, part), join(folder, part), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Replaces a text that must stand in the file exactly once. */
export function edit(folder, file, from, to) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} has to hold ${JSON.stringify(from)} exactly once`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}
