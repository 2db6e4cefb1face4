import * as path from 'node:path';
import type { Message } from 'esbuild';
import type { BundleRequest } from './bundle-request';

const WAYS_OUT: readonly (readonly [RegExp, string])[] = [
  [/^Top-level await is .* "cjs"/, 'set format: BundleFormat.ESM'],
  [/^Could not resolve "[^."/]/, 'install the package, or name it in esbuild.external when a layer brings it'],
];

/** An error of esbuild as one line, with its place and a way out. */
export function describeMessage(message: Message): string {
  const wayOut = WAYS_OUT.find(([pattern]) => pattern.test(message.text))?.[1];
  return `cannot bundle: ${locateMessage(message)}${wayOut === undefined ? '' : ` (${wayOut})`}`;
}

/** A message of esbuild as one line, with its place. */
export function locateMessage({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column}: ${text}` : text;
}

/**
 * For each error of a batch one request that has it. An error in an entry is that entry's; for one in a file further
 * down, parts of the batch are tried.
 */
export function findOwners(
  batch: readonly BundleRequest[],
  errors: readonly Message[],
  tryPart: (part: readonly BundleRequest[]) => readonly Message[],
): [BundleRequest, Message][] {
  const owned: [BundleRequest, Message][] = [];
  const others: Message[] = [];
  for (const error of errors) {
    const owner = batch.find(({ entry, projectRoot }) => {
      return error.location && path.resolve(projectRoot, error.location.file) === entry;
    });
    if (owner === undefined) others.push(error);
    else owned.push([owner, error]);
  }
  return [...owned, ...search(batch, others, tryPart)];
}

function search(
  part: readonly BundleRequest[],
  errors: readonly Message[],
  tryPart: (part: readonly BundleRequest[]) => readonly Message[],
): [BundleRequest, Message][] {
  if (errors.length === 0) return [];
  if (part.length === 1) return errors.map((error) => [part[0]!, error]);
  const half = part.slice(0, Math.ceil(part.length / 2));
  const seen = new Set(tryPart(half).map(describeMessage));
  const isHere = (error: Message) => seen.has(describeMessage(error));
  return [
    ...search(half, errors.filter(isHere), tryPart),
    ...search(
      part.slice(half.length),
      errors.filter((error) => !isHere(error)),
      tryPart,
    ),
  ];
}
