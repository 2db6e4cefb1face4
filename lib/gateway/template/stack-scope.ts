import { basename } from 'node:path';
import { attributeOf, type Named, referenceTo } from './attributes';
import { readDocumentFile } from './document-file';
import { DefinitionFault } from './faults';
import { evaluate, NO_VALUE, type Scope } from './intrinsics';
import { inventUuid } from './invented';
import type { LoadOptions } from './options';
import type { SharedValues } from './shared-values';
import { originOf, type Stack } from './stack';
import { unknownValue } from './unknown';

/** One stack's view of the assembly. */
export class StackScope implements Scope {
  private readonly values = new Map<string, unknown>();
  private readonly entered = new Set<string>();

  constructor(
    readonly stack: Stack,
    private readonly options: LoadOptions,
    private readonly shared: SharedValues,
    private readonly scopes: ReadonlyMap<Stack, StackScope>,
  ) {}

  get region(): string {
    return this.stack.region;
  }

  reference(name: string): unknown {
    if (name.startsWith('AWS::')) return this.pseudo(name);
    if (this.stack.template.Parameters?.[name] !== undefined)
      return this.once(`parameter ${name}`, () => this.parameter(name));
    return this.once(
      `Ref ${name}`,
      () => this.given(name, 'Ref') ?? referenceTo(this.named(name)) ?? this.unknown(name, 'Ref'),
    );
  }

  attribute(name: string, attribute: string): unknown {
    return this.once(`${name}.${attribute}`, () => {
      const given = this.given(name, attribute);
      if (given !== undefined) return given;
      const resource = this.named(name);
      if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
        return this.nestedOutput(name, attribute.slice('Outputs.'.length));
      }
      if (resource.type === 'Custom::CrossRegionExportReader') {
        const exported = this.shared.crossRegion(attribute);
        if (exported !== undefined) return exported;
      }
      return attributeOf(resource, attribute) ?? this.unknown(name, attribute);
    });
  }

  condition(name: string): boolean {
    const condition = this.stack.template.Conditions?.[name];
    if (condition === undefined)
      throw new DefinitionFault(`the condition "${name}" does not exist`, 'ASSEMBLY_INVALID');
    return this.once(`condition ${name}`, () => evaluate(condition, this)) === true;
  }

  mapping(name: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined {
    return this.stack.template.Mappings?.[name];
  }

  exported(name: string): unknown {
    return this.shared.exported(name, this.stack.region);
  }

  stackOutput(stackName: string, outputName: string): unknown {
    return this.shared.output(stackName, outputName);
  }

  resolve(reference: string): string {
    return this.shared.resolve(reference);
  }

  transform(name: string, parameters: Readonly<Record<string, unknown>>): unknown {
    const location = String(parameters.Location ?? '');
    const file = name === 'AWS::Include' ? this.stack.assets.get(basename(location)) : undefined;
    if (file !== undefined) return evaluate(readDocumentFile(file), this);
    return unknownValue(`Fn::Transform ${name} ${location}`.trim());
  }

  output(name: string): unknown {
    const output = this.stack.template.Outputs?.[name];
    return output === undefined ? undefined : this.once(`output ${name}`, () => evaluate(output.Value, this));
  }

  private once(key: string, compute: () => unknown): unknown {
    if (this.values.has(key)) return this.values.get(key);
    if (this.entered.has(key)) throw new DefinitionFault(`"${key}" depends on itself`, 'ASSEMBLY_INVALID');
    this.entered.add(key);
    try {
      const value = compute();
      this.values.set(key, value);
      return value;
    } finally {
      this.entered.delete(key);
    }
  }

  private pseudo(name: string): unknown {
    const { stack } = this;
    switch (name) {
      case 'AWS::NoValue':
        return NO_VALUE;
      case 'AWS::Region':
        return stack.region;
      case 'AWS::AccountId':
        return stack.accountId;
      case 'AWS::Partition':
        return stack.partition;
      case 'AWS::URLSuffix':
        return stack.urlSuffix;
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::StackId':
        return `arn:${stack.partition}:cloudformation:${stack.region}:${stack.accountId}:stack/${stack.name}/${inventUuid(stack.key)}`;
      case 'AWS::NotificationARNs':
        return [];
      default:
        throw new DefinitionFault(`the pseudo parameter "${name}" is not known here`, 'ASSEMBLY_INVALID');
    }
  }

  private parameter(name: string): unknown {
    const { stack, options } = this;
    const { Type = 'String', Default } = stack.template.Parameters?.[name] ?? {};
    const asked = options.parameters?.[`${stack.name}/${name}`] ?? options.parameters?.[name];
    const written = asked ?? this.fromAssembly(name) ?? Default;
    if (written === undefined) return unknownValue(`parameter ${stack.name}/${name}`);
    const text = Array.isArray(written) ? written.map(String).join(',') : String(written);
    const isList =
      /^(?:CommaDelimitedList|List<.*>)$/.test(Type) || Type.startsWith('AWS::SSM::Parameter::Value<List<');
    const value =
      Type.startsWith('AWS::SSM::Parameter::Value<') && asked === undefined ? this.shared.resolve(`ssm:${text}`) : text;
    return isList ? value.split(',').map((item) => item.trim()) : value;
  }

  /** Given by the manifest, or by the parent of a nested stack. */
  private fromAssembly(name: string): unknown {
    const { parameters, parent } = this.stack;
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined || parent === undefined) return value;
    return evaluate(value, this.scopes.get(parent.stack) as StackScope);
  }

  private nestedOutput(logicalId: string, output: string): unknown {
    for (const [stack, scope] of this.scopes) {
      if (stack.parent?.stack === this.stack && stack.parent.logicalId === logicalId) {
        return scope.output(output) ?? this.unknown(logicalId, `Outputs.${output}`);
      }
    }
    return this.unknown(logicalId, `Outputs.${output}`);
  }

  private named(logicalId: string): Named {
    const resource = this.stack.template.Resources?.[logicalId];
    if (resource === undefined) {
      throw new DefinitionFault(
        `refers to "${logicalId}", which the template of ${this.stack.name} does not have`,
        'ASSEMBLY_INVALID',
      );
    }
    const property = (name: string): unknown => {
      const value = resource.Properties?.[name];
      const evaluated =
        value === undefined ? undefined : this.once(`${logicalId}[${name}]`, () => evaluate(value, this));
      return evaluated === NO_VALUE ? undefined : evaluated;
    };
    return { stack: this.stack, logicalId, type: resource.Type, property };
  }

  /** A value that the user gave for what only AWS knows. */
  private given(logicalId: string, attribute: string): unknown {
    const { values } = this.options;
    if (values === undefined) return undefined;
    const { path } = originOf(this.stack, logicalId);
    const key = `${this.stack.name}.${logicalId}`;
    const direct = [`${key}.${attribute}`, `${path}.${attribute}`].find((name) => Object.hasOwn(values, name));
    if (direct !== undefined) return values[direct];
    for (const name of [key, path, path.replace(/\/(?:Resource|Default)$/, '')]) {
      if (!Object.hasOwn(values, name)) continue;
      const value = values[name];
      if (typeof value !== 'object' || value === null) return value;
      if (Object.hasOwn(value, attribute)) return (value as Record<string, unknown>)[attribute];
    }
    return undefined;
  }

  private unknown(logicalId: string, attribute: string): string {
    return unknownValue(`${this.stack.name}.${logicalId}.${attribute}`);
  }
}
