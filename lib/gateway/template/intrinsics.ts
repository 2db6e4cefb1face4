import { DefinitionFault } from './faults';
import { hasUnknown, unknownValue } from './unknown';

/** What intrinsic functions look up: one stack's view of the assembly. */
export interface Scope {
  readonly region: string;
  reference(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  exported(name: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  /** A dynamic reference without its braces: `ssm:/name`. */
  resolve(reference: string): string;
  transform(name: string, parameters: Readonly<Record<string, unknown>>): unknown;
}

/** What `AWS::NoValue` evaluates to: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.reference(String(name)),
  Condition: (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': getAttribute,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::Equals': (argument, scope) => {
    const [left, right] = evaluateList(argument, scope, 'Fn::Equals');
    return asComparable(left) === asComparable(right);
  },
  'Fn::And': (argument, scope) => evaluateList(argument, scope, 'Fn::And').every(isTrue),
  'Fn::Or': (argument, scope) => evaluateList(argument, scope, 'Fn::Or').some(isTrue),
  'Fn::Not': (argument, scope) => !isTrue(evaluateList(argument, scope, 'Fn::Not')[0]),
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, scope) => Buffer.from(textOf(evaluate(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = evaluate(argument, scope);
    const name = typeof region === 'string' && region !== '' ? region : scope.region;
    return ['a', 'b', 'c'].map((zone) => `${name}${zone}`);
  },
  'Fn::ImportValue': (argument, scope) => scope.exported(textOf(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = evaluateRecord(argument, scope);
    return scope.stackOutput(textOf(StackName, 'Fn::GetStackOutput'), textOf(OutputName, 'Fn::GetStackOutput'));
  },
  'Fn::Length': (argument, scope) => {
    const list = evaluate(argument, scope);
    if (!Array.isArray(list)) throw invalid('Fn::Length needs a list');
    return list.length;
  },
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
  'Fn::Cidr': (argument) => [unknownValue(`Fn::Cidr ${JSON.stringify(argument)}`)],
  'Fn::Transform': (argument, scope) => {
    const { Name, Parameters } = evaluateRecord(argument, scope);
    return scope.transform(textOf(Name, 'Fn::Transform'), (Parameters ?? {}) as Record<string, unknown>);
  },
};

/** A value of a template without intrinsic functions, dynamic references and left-out members. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return resolveDynamic(value, scope);
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1) {
    const intrinsic = INTRINSICS[keys[0]];
    const argument = (value as Record<string, unknown>)[keys[0]];
    if (intrinsic !== undefined && isCall(keys[0], argument)) return intrinsic(argument, scope);
    if (keys[0].startsWith('Fn::') && intrinsic === undefined) {
      throw invalid(`the intrinsic function "${keys[0]}" is not known here`);
    }
  }
  return evaluateRecord(value, scope);
}

// `Condition` is a key of IAM statements too, there with an object behind it.
function isCall(name: string, argument: unknown): boolean {
  return name === 'Ref' || name === 'Condition' ? typeof argument === 'string' : true;
}

function evaluateRecord(value: unknown, scope: Scope): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value as object)) {
    const evaluated = evaluate(member, scope);
    if (evaluated !== NO_VALUE) define(result, key, evaluated);
  }
  return result;
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
  else target[key] = value;
}

function evaluateList(argument: unknown, scope: Scope, name: string): unknown[] {
  const list = evaluate(argument, scope);
  if (!Array.isArray(list)) throw invalid(`${name} needs a list`);
  return list;
}

function getAttribute(argument: unknown, scope: Scope): unknown {
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  if (!Array.isArray(parts)) throw invalid('Fn::GetAtt needs a logical id and an attribute');
  const [logicalId, ...attribute] = parts as unknown[];
  const name = attribute.map((part) => textOf(evaluate(part, scope), 'Fn::GetAtt')).join('.');
  return scope.attribute(String(logicalId), name);
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

function join(argument: unknown, scope: Scope): string {
  if (!Array.isArray(argument) || argument.length !== 2) throw invalid('Fn::Join needs a delimiter and a list');
  const items = evaluate(argument[1], scope);
  const list = Array.isArray(items) ? items : [items];
  const text = list.map((item) => textOf(item, 'Fn::Join')).join(String(argument[0]));
  return resolveDynamic(text, scope);
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof template !== 'string') throw invalid('Fn::Sub needs text');
  const own = (variables ?? {}) as Record<string, unknown>;
  const text = template.replace(/\$\{(!?)([^${}]*)\}/g, (_, escaped: string, content: string) => {
    if (escaped === '!') return `\${${content}}`;
    const name = content.trim();
    if (Object.hasOwn(own, name)) return textOf(evaluate(own[name], scope), `Fn::Sub ${name}`);
    const [logicalId, attribute] = splitOnce(name);
    const value = attribute === '' ? scope.reference(logicalId) : scope.attribute(logicalId, attribute);
    return textOf(value, `Fn::Sub ${name}`);
  });
  return resolveDynamic(text, scope);
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, list] = evaluateList(argument, scope, 'Fn::Select');
  if (!Array.isArray(list)) throw invalid('Fn::Select needs a list');
  const item: unknown = list[Number(index)];
  if (item !== undefined) return item;
  const unknown = list.find((entry) => typeof entry === 'string' && hasUnknown(entry));
  if (unknown !== undefined) return unknown;
  throw invalid(`Fn::Select finds no element ${String(index)} in a list of ${list.length}`);
}

function split(argument: unknown, scope: Scope): unknown[] {
  const [delimiter, source] = evaluateList(argument, scope, 'Fn::Split');
  const text = textOf(source, 'Fn::Split');
  return hasUnknown(text) ? [text] : text.split(String(delimiter));
}

function choose(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument) || argument.length !== 3) throw invalid('Fn::If needs a condition and two values');
  const [condition, whenTrue, whenFalse] = argument;
  return evaluate(scope.condition(String(condition)) ? whenTrue : whenFalse, scope);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [name, top, second, options] = evaluateList(argument, scope, 'Fn::FindInMap');
  const found = scope.mapping(String(name))?.[String(top)]?.[String(second)];
  if (found !== undefined) return evaluate(found, scope);
  const fallback = (options as { DefaultValue?: unknown } | undefined)?.DefaultValue;
  if (fallback !== undefined) return fallback;
  throw invalid(`Fn::FindInMap finds no "${String(top)}", "${String(second)}" in the mapping "${String(name)}"`);
}

function resolveDynamic(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(/\{\{resolve:((?:[^{}]|\{\{[^{}]*\}\})*)\}\}/g, (_, reference: string) =>
    scope.resolve(reference),
  );
}

function textOf(value: unknown, where: string): string {
  if (value === NO_VALUE) return '';
  if (typeof value === 'object' || value === undefined)
    throw invalid(`${where} needs text, got ${JSON.stringify(value)}`);
  return String(value);
}

function asComparable(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function invalid(message: string): DefinitionFault {
  return new DefinitionFault(message, 'ASSEMBLY_INVALID');
}
