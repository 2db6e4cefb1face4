import { readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { GatewayError } from '../errors';

export interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly metadata?: Readonly<Record<string, readonly MetadataEntry[]>>;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly parameters?: Readonly<Record<string, unknown>>;
    readonly file?: string;
    readonly directoryName?: string;
    readonly displayName?: string;
  };
}

export interface MetadataEntry {
  readonly type: string;
  readonly data?: unknown;
}

export interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
  readonly missing?: readonly { readonly key: string; readonly provider: string }[];
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source?: { readonly path?: string };
        readonly destinations?: Readonly<Record<string, { readonly objectKey?: string }>>;
      }
    >
  >;
}

/** @throws GatewayError when there is no assembly */
export function readManifest(directory: string): Manifest {
  const file = join(directory, 'manifest.json');
  try {
    statSync(file);
  } catch {
    throw new GatewayError(
      'ASSEMBLY_NOT_FOUND',
      `"${directory}" is no cloud assembly, it has no manifest.json: run \`cdk synth\`, or name the folder that it writes`,
    );
  }
  return readJson(file) as Manifest;
}

/** @throws GatewayError when the file is missing or no JSON object */
export function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new GatewayError('ASSEMBLY_INVALID', `"${file}" cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  throw new GatewayError('ASSEMBLY_INVALID', `"${file}" holds no JSON object`);
}

/** Files and folders of assets by object key, from every asset manifest of one manifest. */
export function readAssets(directory: string, manifest: Manifest): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const artifact of Object.values(manifest.artifacts ?? {})) {
    const file = artifact.type === 'cdk:asset-manifest' ? artifact.properties?.file : undefined;
    if (file === undefined) continue;
    const { files } = readJson(join(directory, file)) as AssetManifest;
    for (const asset of Object.values(files ?? {})) {
      const path = asset.source?.path;
      if (path === undefined) continue;
      const absolute = isAbsolute(path) ? path : resolve(directory, path);
      for (const { objectKey } of Object.values(asset.destinations ?? {})) {
        if (objectKey !== undefined) assets.set(basename(objectKey), absolute);
      }
    }
  }
  return assets;
}

/** Metadata of a stack by construct path, from the manifest and the file beside the template. */
export function readMetadata(directory: string, artifact: Artifact): ReadonlyMap<string, readonly MetadataEntry[]> {
  const metadata = new Map<string, readonly MetadataEntry[]>();
  const add = (entries: Readonly<Record<string, readonly MetadataEntry[]>>): void => {
    for (const [path, list] of Object.entries(entries)) {
      const key = path.replace(/^\//, '');
      metadata.set(key, [...(metadata.get(key) ?? []), ...list]);
    }
  };
  if (artifact.metadata !== undefined) add(artifact.metadata);
  if (artifact.additionalMetadataFile !== undefined) {
    add(readJson(join(directory, artifact.additionalMetadataFile)) as Record<string, readonly MetadataEntry[]>);
  }
  return metadata;
}
