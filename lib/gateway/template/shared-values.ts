import type { LoadOptions } from './options';
import type { Stack, TemplateResource } from './stack';
import { unknownValue } from './unknown';

type EvaluateIn = (stack: Stack, value: unknown) => unknown;

/** What stacks of an assembly give each other: exports, outputs, SSM parameters. */
export class SharedValues {
  // Assigned before they are filled: a name may itself refer to an export or a parameter.
  private exports: Map<string, () => unknown> | undefined;
  private ssmParameters: Map<string, () => unknown> | undefined;
  private crossRegionExports: Map<string, unknown> | undefined;

  constructor(
    private readonly stacks: readonly Stack[],
    private readonly options: LoadOptions,
    private readonly evaluate: EvaluateIn,
  ) {}

  /** `Fn::ImportValue`. */
  exported(name: string, region: string): unknown {
    if (this.options.values !== undefined && Object.hasOwn(this.options.values, name)) return this.options.values[name];
    if (this.exports === undefined) this.readExports((this.exports = new Map()));
    const value = this.exports.get(`${region}\n${name}`) ?? this.exports.get(name);
    return value === undefined ? unknownValue(name) : value();
  }

  /** `Fn::GetStackOutput`. */
  output(stackName: string, outputName: string): unknown {
    const key = `${stackName}.${outputName}`;
    if (this.options.values !== undefined && Object.hasOwn(this.options.values, key)) return this.options.values[key];
    const stack = this.stacks.find(
      ({ name, template }) => name === stackName && template.Outputs?.[outputName] !== undefined,
    );
    return stack === undefined ? unknownValue(key) : this.evaluate(stack, stack.template.Outputs?.[outputName].Value);
  }

  /** What a stack of another region exports, by the name of its SSM parameter. */
  crossRegion(name: string): unknown {
    if (this.crossRegionExports === undefined) this.readCrossRegionExports((this.crossRegionExports = new Map()));
    return this.crossRegionExports.get(name);
  }

  /** A dynamic reference: `ssm:/name`, `ssm-secure:/name`, `secretsmanager:Name:SecretString:key`. */
  resolve(reference: string): string {
    const { values = {}, parameters = {} } = this.options;
    if (Object.hasOwn(values, reference)) return String(values[reference]);
    const [service, ...rest] = reference.split(':');
    if (service === 'secretsmanager') return this.secret(reference, rest.join(':'));
    const name = rest.join(':').replace(/:\d+$/, '');
    if (Object.hasOwn(parameters, name)) return parameters[name];
    if (this.ssmParameters === undefined) this.readSsmParameters((this.ssmParameters = new Map()));
    const known = this.ssmParameters.get(name)?.() ?? this.crossRegion(name);
    return known === undefined ? unknownValue(`${service}:${name}`) : String(known);
  }

  private secret(reference: string, text: string): string {
    const { values = {} } = this.options;
    const arn = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]*/.exec(text)?.[0];
    const id = arn ?? text.split(':')[0];
    const [, key = ''] = text.slice(id.length + 1).split(':');
    const name = (arn ?? '').replace(/^.*:secret:/, '').replace(/-\w{6}$/, '');
    for (const candidate of [id, name]) {
      const value = Object.hasOwn(values, candidate) ? values[candidate] : undefined;
      if (typeof value === 'string' && key === '') return value;
      if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
        return String((value as Record<string, unknown>)[key]);
      }
    }
    return unknownValue(reference);
  }

  private readExports(found: Map<string, () => unknown>): void {
    for (const stack of this.stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export?.Name === undefined) continue;
        const name = String(this.evaluate(stack, output.Export.Name));
        const value = (): unknown => this.evaluate(stack, output.Value);
        found.set(`${stack.region}\n${name}`, value);
        found.set(name, value);
      }
    }
  }

  private readSsmParameters(found: Map<string, () => unknown>): void {
    this.eachResource('AWS::SSM::Parameter', (stack, { Properties }) => {
      if (Properties?.Name === undefined) return;
      found.set(String(this.evaluate(stack, Properties.Name)), () => this.evaluate(stack, Properties.Value));
    });
  }

  private readCrossRegionExports(found: Map<string, unknown>): void {
    this.eachResource('Custom::CrossRegionExportWriter', (stack, { Properties }) => {
      const writer = Properties?.WriterProps as { exports?: Record<string, unknown> } | undefined;
      for (const [name, value] of Object.entries(writer?.exports ?? {})) found.set(name, this.evaluate(stack, value));
    });
  }

  private eachResource(type: string, visit: (stack: Stack, resource: TemplateResource) => void): void {
    for (const stack of this.stacks) {
      for (const resource of Object.values(stack.template.Resources ?? {})) {
        if (resource.Type === type) visit(stack, resource);
      }
    }
  }
}
