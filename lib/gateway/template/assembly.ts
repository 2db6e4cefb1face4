import { resolve } from 'node:path';
import { GatewayError } from '../errors';
import { type Artifact, type Manifest, readAssets, readManifest, readMetadata } from './assembly-files';
import { inventName } from './invented';
import type { LoadOptions } from './options';
import { partitionOf, type Stack } from './stack';
import { readTemplate } from './template-file';

/** Reads every stack of a cloud assembly: those of its stages and nested ones too, producers before consumers. */
export function readStacks(directory: string, options: LoadOptions): Stack[] {
  const root = resolve(directory);
  const stacks: Stack[] = [];
  const missing: string[] = [];
  visit(root, '', new Map(), { options, stacks, missing });
  if (missing.length > 0) {
    throw new GatewayError(
      'CONTEXT_MISSING',
      `the assembly waits for context that only a lookup in an account gives: run \`cdk synth\` once with an account\n${missing
        .map((key) => `  ${key}`)
        .join('\n')}`,
    );
  }
  return stacks;
}

interface Place {
  readonly path: string;
  readonly logicalId: string;
}

interface Walk {
  readonly options: LoadOptions;
  readonly stacks: Stack[];
  readonly missing: string[];
}

function visit(directory: string, prefix: string, inherited: ReadonlyMap<string, string>, walk: Walk): void {
  const manifest = readManifest(directory);
  for (const { key } of manifest.missing ?? []) if (!walk.missing.includes(key)) walk.missing.push(key);
  const assets = new Map([...inherited, ...readAssets(directory, manifest)]);
  for (const id of inDependencyOrder(manifest)) {
    const artifact = manifest.artifacts?.[id] as Artifact;
    if (artifact.type === 'cdk:cloud-assembly' && artifact.properties?.directoryName !== undefined) {
      visit(resolve(directory, artifact.properties.directoryName), `${prefix}${id}/`, assets, walk);
    }
    if (artifact.type !== 'aws:cloudformation:stack') continue;
    const { stack, places } = readStack(directory, `${prefix}${id}`, artifact, assets, walk.options);
    walk.stacks.push(stack, ...nestedStacks(stack, places));
  }
}

function inDependencyOrder(manifest: Manifest): string[] {
  const artifacts = manifest.artifacts ?? {};
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const enter = (id: string): void => {
    if (entered.has(id) || !Object.hasOwn(artifacts, id)) return;
    entered.add(id);
    artifacts[id].dependencies?.forEach(enter);
    ordered.add(id);
  };
  Object.keys(artifacts).forEach(enter);
  return [...ordered];
}

function readStack(
  directory: string,
  key: string,
  artifact: Artifact,
  assets: ReadonlyMap<string, string>,
  options: LoadOptions,
): { stack: Stack; places: readonly Place[] } {
  const id = key.slice(key.lastIndexOf('/') + 1);
  const { account, region } = environmentOf(artifact.environment ?? '', options);
  const templateFile = artifact.properties?.templateFile ?? `${id}.template.json`;
  const places: Place[] = [];
  const bundles = new Map<string, unknown>();
  for (const [path, entries] of readMetadata(directory, artifact)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId') places.push({ path, logicalId: String(data) });
      if (type === 'gatehouse:bundle') bundles.set(path, data);
    }
  }
  const stack: Stack = {
    key,
    name: artifact.properties?.stackName ?? id,
    path: (artifact.displayName ?? id).replace(/ \(.*\)$/, ''),
    region,
    accountId: account,
    ...partitionOf(region),
    template: readTemplate(resolve(directory, templateFile)),
    parameters: artifact.properties?.parameters ?? {},
    assets,
    constructPaths: placesOf(places, outsideNested(places)),
    bundles,
    directory,
  };
  return { stack, places };
}

// A nested stack's logical ids may equal its parent's: only the construct path tells whose they are.
function placesOf(places: readonly Place[], isOwn: (path: string) => boolean): ReadonlyMap<string, string> {
  return new Map(places.filter(({ path }) => isOwn(path)).map(({ path, logicalId }) => [logicalId, path]));
}

/** Tells construct paths inside nested stacks from a stack's own. */
function outsideNested(places: readonly Place[]): (path: string) => boolean {
  const nested = places.flatMap(({ path }) => {
    const end = path.indexOf('.NestedStack/');
    return end < 0 ? [] : [`${path.slice(0, end)}/`];
  });
  return (path) => !nested.some((prefix) => path.startsWith(prefix));
}

function environmentOf(environment: string, options: LoadOptions): { account: string; region: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return {
    account: account === undefined || account === 'unknown-account' ? (options.accountId ?? '000000000000') : account,
    region:
      region === undefined || region === 'unknown-region'
        ? (options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1')
        : region,
  };
}

/** Stacks that `AWS::CloudFormation::Stack` resources make from templates among the assets. */
function nestedStacks(parent: Stack, places: readonly Place[]): Stack[] {
  const stacks: Stack[] = [];
  for (const [logicalId, resource] of Object.entries(parent.template.Resources ?? {})) {
    if (resource.Type !== 'AWS::CloudFormation::Stack') continue;
    const file = nestedTemplate(parent, resource.Properties?.TemplateURL, resource.Metadata?.['aws:asset:path']);
    if (file === undefined) continue;
    const key = `${parent.key}/${logicalId}`;
    const own = parent.constructPaths.get(logicalId) ?? `${parent.path}/${logicalId}`;
    const path = own.replace(/\.NestedStack\/[^/]*\.NestedStackResource$/, '');
    const inside = places.filter((place) => place.path.startsWith(`${path}/`));
    const stack: Stack = {
      ...parent,
      key,
      name: inventName(key, parent.name, logicalId, 128),
      path,
      constructPaths: placesOf(inside, outsideNested(inside)),
      template: readTemplate(file),
      parameters: (resource.Properties?.Parameters ?? {}) as Record<string, unknown>,
      parent: { stack: parent, logicalId },
    };
    stacks.push(stack, ...nestedStacks(stack, inside));
  }
  return stacks;
}

function nestedTemplate(parent: Stack, url: unknown, metadataPath: unknown): string | undefined {
  // The URL is a Fn::Join or Fn::Sub; the object key stands at the end of its text.
  const keys = JSON.stringify(url ?? '').match(/[\w.-]+\.(?:json|ya?ml|template)(?=["}\]])/g) ?? [];
  for (const key of keys.reverse()) {
    const file = parent.assets.get(key);
    if (file !== undefined) return file;
  }
  return typeof metadataPath === 'string' ? resolve(parent.directory, metadataPath) : undefined;
}
