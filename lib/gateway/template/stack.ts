import type { Origin } from '../model';

export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<
      string,
      { readonly Value?: unknown; readonly Condition?: string; readonly Export?: { readonly Name?: unknown } }
    >
  >;
  readonly Transform?: unknown;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** One stack of an assembly, nested ones included, before anything is evaluated. */
export interface Stack {
  /** Place in the assembly; what invented ids are made from. */
  readonly key: string;
  readonly name: string;
  /** Construct path. */
  readonly path: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  readonly template: Template;
  /** Values of parameters that the assembly gives: plain text, or the parent's unevaluated expressions. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Absolute file or folder by object key of the asset (`HASH.zip`). */
  readonly assets: ReadonlyMap<string, string>;
  /** By logical id. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** Data of `gatehouse:bundle` by construct path. */
  readonly bundles: ReadonlyMap<string, unknown>;
  /** Folder that relative asset paths start from. */
  readonly directory: string;
  readonly parent?: { readonly stack: Stack; readonly logicalId: string };
}

export function originOf(stack: Stack, logicalId: string): Origin {
  const metadata = stack.template.Resources?.[logicalId]?.Metadata?.['aws:cdk:path'];
  const path = stack.constructPaths.get(logicalId) ?? (typeof metadata === 'string' ? metadata : undefined);
  return {
    stack: stack.name,
    logicalId,
    path: path ?? `${stack.path}/${logicalId}`,
    region: stack.region,
    accountId: stack.accountId,
  };
}

/** ARNs and host names differ in China and GovCloud. */
export function partitionOf(region: string): { partition: string; urlSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' };
  if (region.startsWith('us-gov-')) return { partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' };
  return { partition: 'aws', urlSuffix: 'amazonaws.com' };
}
