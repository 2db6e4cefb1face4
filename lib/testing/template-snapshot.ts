import { Template } from 'aws-cdk-lib/assertions';

/** What jest's `expect.addSnapshotSerializer` takes. */
export interface SnapshotSerializer {
  /** Whether a value is a template. */
  test(value: unknown): boolean;
  /** The text that goes into the snapshot. */
  serialize(value: unknown): string;
}

/** Resources whose logical id ends with a hash of what they stand for. */
const HASHED = new Set([
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGatewayV2::Deployment',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version',
]);

/** What the CDK CLI and the bootstrap stack need, and no test does. */
const BOOTSTRAP = { Parameters: 'BootstrapVersion', Rules: 'CheckBootstrapVersion' } as const;

/**
 * Serializes templates for snapshots that change only when the infrastructure does: hashes of code, ids of deployments
 * and versions and folders of the machine are masked, and what CDK adds for its own use is left out.
 *
 * @example
 * expect.addSnapshotSerializer(templateSnapshot());
 *
 * test('the stack is as it was', () => {
 *   expect(Template.fromStack(stack)).toMatchSnapshot();
 * });
 */
export function templateSnapshot(): SnapshotSerializer {
  return {
    test: (value) => value instanceof Template || isTemplate(value),
    serialize: (value) => maskTemplate(value instanceof Template ? value.toJSON() : (value as TemplateJson)),
  };
}

interface TemplateJson {
  readonly Resources?: Readonly<Record<string, { readonly Type?: string; readonly Metadata?: object }>>;
  readonly [section: string]: unknown;
}

function isTemplate(value: unknown): boolean {
  const resources = typeof value === 'object' && value !== null && (value as TemplateJson).Resources;
  if (typeof resources !== 'object' || resources === null) return false;
  return Object.values(resources).every(
    (resource) => typeof resource?.Type === 'string' && resource.Type.includes('::'),
  );
}

function maskTemplate(template: TemplateJson): string {
  let text = JSON.stringify(withoutBootstrap(template), undefined, 2);
  for (const [id, masked] of maskedIds(template)) text = text.replaceAll(id, masked);
  return text
    .replace(/"aws:asset:path": "[^"]*"/g, '"aws:asset:path": "[ASSET]"')
    .replace(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g, '[HASH]');
}

/** Longer ids first, so that none is taken for the beginning of another. */
function maskedIds({ Resources = {} }: TemplateJson): [string, string][] {
  const taken = new Map<string, number>();
  const ids = Object.entries(Resources)
    .filter(([, { Type }]) => Type !== undefined && HASHED.has(Type))
    .map(([id]): [string, string] => {
      const stem = id.replace(/[0-9a-f]{16,}$/, '');
      const count = (taken.get(stem) ?? 0) + 1;
      taken.set(stem, count);
      return [id, stem === id ? id : `${stem}[HASH${count === 1 ? '' : ` ${count}`}]`];
    });
  return ids.sort(([a], [b]) => b.length - a.length);
}

function withoutBootstrap(template: TemplateJson): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...template };
  for (const [section, name] of Object.entries(BOOTSTRAP)) {
    const { [name]: _, ...rest } = (kept[section] ?? {}) as Record<string, unknown>;
    kept[section] = rest;
    if (Object.keys(rest).length === 0) delete kept[section];
  }
  const { CDKMetadata, ...resources } = template.Resources ?? {};
  const { CDKMetadataAvailable: _, ...conditions } = (kept.Conditions ?? {}) as Record<string, unknown>;
  if (CDKMetadata === undefined) return kept;
  return { ...kept, Resources: resources, Conditions: Object.keys(conditions).length > 0 ? conditions : undefined };
}
