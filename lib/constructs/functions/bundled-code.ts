import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Annotations,
  type CfnResource,
  type FileAssetLocation,
  FileAssetPackaging,
  Lazy,
  Stack,
  Stage,
} from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle-cache';
import { BundleRegistry } from './bundle-registry';
import type { BundleRequest } from './bundle-request';

export interface BundledCodeProps {
  readonly request: BundleRequest;
  /** Export that Lambda calls. */
  readonly exportName: string;
}

/** Code that is bundled when the first template is resolved, in one pass with all other code of the app. */
export class BundledCode extends lambda.Code {
  readonly isInline = false;
  private readonly failures: string[] = [];
  private owner?: Construct;
  private folder = '';
  private location?: FileAssetLocation;

  constructor(private readonly props: BundledCodeProps) {
    super();
  }

  bind(scope: Construct): lambda.CodeConfig {
    this.owner = scope;
    if (Stack.of(scope).bundlingRequired) BundleRegistry.of(scope.node.root).add(this.props.request);
    scope.node.addValidation({
      validate: () => {
        this.locate();
        return this.failures;
      },
    });
    return {
      s3Location: {
        bucketName: Lazy.uncachedString({ produce: () => this.locate().bucketName }),
        objectKey: Lazy.uncachedString({ produce: () => this.locate().objectKey }),
      },
    };
  }

  bindToResource(resource: CfnResource, options: lambda.ResourceBindOptions = {}): void {
    if (resource.node.tryGetContext('aws:cdk:enable-asset-metadata') !== true) return;
    const assetPath = Lazy.uncachedString({ produce: () => (this.locate(), this.folder) });
    resource.addMetadata('aws:asset:path', assetPath);
    resource.addMetadata('aws:asset:is-bundled', true);
    resource.addMetadata('aws:asset:property', options.resourceProperty ?? 'Code');
  }

  private locate(): FileAssetLocation {
    this.location ??= this.register();
    return this.location;
  }

  private register(): FileAssetLocation {
    const stack = Stack.of(this.owner!);
    const stage = Stage.of(stack)!;
    const { folder, hash } = stack.bundlingRequired ? this.bundle(stage) : this.skip();
    this.folder = path.relative(stage.outdir, folder);
    return stack.synthesizer.addFileAsset({
      packaging: FileAssetPackaging.ZIP_DIRECTORY,
      sourceHash: hash,
      fileName: this.folder,
      deployTime: true,
      displayName: `${this.owner!.node.path} code`,
    });
  }

  private bundle(stage: Stage): { folder: string; hash: string } {
    const { request } = this.props;
    const outcome = BundleRegistry.of(this.owner!.node.root).outcomeOf(request);
    if ('failures' in outcome) {
      this.failures.push(...outcome.failures);
      this.checkExport(outcome);
      return this.skip();
    }
    this.checkExport(outcome);
    for (const warning of outcome.warnings)
      Annotations.of(this.owner!).addWarningV2(`cdk-gatehouse:${warning}`, warning);
    return { folder: stageFolder(outcome, stage.assetOutdir), hash: outcome.hash };
  }

  /** Nothing is deployed from here: the name of the entry stands for its code. */
  private skip(): { folder: string; hash: string } {
    const { entry, projectRoot } = this.props.request;
    const name = path.relative(projectRoot, entry).split(path.sep).join('/');
    return { folder: path.dirname(entry), hash: createHash('sha256').update(name).digest('hex') };
  }

  private checkExport({ exports, source }: Pick<Bundle, 'exports' | 'source'>): void {
    const { request, exportName } = this.props;
    const [name] = exportName.split('.') as [string];
    if (exports === undefined || exports.includes(name)) return;
    const file = path.relative(request.projectRoot, request.entry);
    this.failures.push(
      source === 'cjs'
        ? `"${file}" is a CommonJS module, and an ES module made of it does not export "${name}": leave format out`
        : `"${file}" does not export "${name}", it exports ${quote(exports)}: export it, or set handler`,
    );
  }
}

function stageFolder(bundle: Bundle, assetOutdir: string): string {
  const folder = path.join(assetOutdir, `asset.${bundle.hash}`);
  if (fs.existsSync(folder)) return folder;
  const unfinished = fs.mkdtempSync(path.join(assetOutdir, '.bundle-'));
  for (const name of fs.readdirSync(bundle.folder)) {
    fs.copyFileSync(path.join(bundle.folder, name), path.join(unfinished, name), fs.constants.COPYFILE_FICLONE);
  }
  fs.chmodSync(unfinished, 0o755);
  try {
    fs.renameSync(unfinished, folder);
  } catch (error) {
    // another process may have finished the same folder meanwhile
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(unfinished, { recursive: true });
  }
  return folder;
}

function quote(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.map((name) => `"${name}"`).join(', ');
}
