import { functionNamed } from './arns';
import { inventHex, inventId, inventMixedId, inventName, inventUuid } from './invented';
import { RESOURCE_SHAPES, type ResourceShape } from './resource-shapes';
import type { Stack } from './stack';

/** A resource as `Ref` and `Fn::GetAtt` see it. */
export interface Named {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  /** One evaluated property. */
  property(name: string): unknown;
}

/** Value of `Ref`. */
export function referenceTo(resource: Named): unknown {
  const shape = shapeOf(resource.type);
  return shape.ref === undefined ? nameOf(resource, shape) : fill(shape.ref, resource, shape);
}

/** Value of `Fn::GetAtt`; undefined for what only AWS knows. */
export function attributeOf(resource: Named, attribute: string): unknown {
  const shape = shapeOf(resource.type);
  if (shape.properties?.includes(attribute) === true) {
    const given = resource.property(attribute);
    if (given !== undefined) return given;
  }
  const pattern = shape.attributes?.[attribute] ?? (attribute === 'Arn' ? shape.arn : undefined);
  if (pattern !== undefined) return fill(pattern, resource, shape);
  if (attribute === 'Arn' || attribute.endsWith('Arn')) return fill(genericArn(resource.type), resource, shape);
  return undefined;
}

/** Physical name: the one given, else an invented one. */
function nameOf(resource: Named, shape: ResourceShape): string {
  const given = shape.name === undefined ? undefined : resource.property(shape.name);
  if (given !== undefined && given !== '') return String(given);
  const { stack, logicalId } = resource;
  if (shape.alphanumeric === true) return `model${inventMixedId(seedOf(resource), 12)}`;
  const suffix = shape.fifo === true && isTrue(resource.property(shape.fifoProperty ?? 'FifoQueue')) ? '.fifo' : '';
  const name = inventName(seedOf(resource), stack.name, logicalId, (shape.maxLength ?? 128) - suffix.length) + suffix;
  return shape.lowerCase === true ? name.toLowerCase() : name;
}

function fill(pattern: string, resource: Named, shape: ResourceShape): string {
  const { stack } = resource;
  return pattern.replace(/\{([^{}]+)\}/g, (_, part: string) => {
    switch (part) {
      case 'partition':
        return stack.partition;
      case 'region':
        return stack.region;
      case 'account':
        return stack.accountId;
      case 'suffix':
        return stack.urlSuffix;
      case 'name':
        return nameOf(resource, shape);
      case 'arn':
        return fill(shape.arn ?? genericArn(resource.type), resource, shape);
      case 'uuid':
        return inventUuid(seedOf(resource));
      case 'function':
        return functionNamed(String(resource.property('FunctionName') ?? ''), stack).arn;
      case 'scheme':
        return resource.property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
      case 'elb':
        return resource.property('Type') === 'network' ? 'net' : 'app';
      default:
        return fillWith(part, resource);
    }
  });
}

// `id:10`, `hex:17`, `mixed:9`, `code:26:root` for invented text, `Property` or `Property|fallback` for a given one.
function fillWith(part: string, resource: Named): string {
  const [kind, argument, salt = ''] = part.split(':');
  const seed = seedOf(resource) + salt;
  if (kind === 'id') return inventId(seed, Number(argument));
  if (kind === 'hex') return inventHex(seed, Number(argument));
  if (kind === 'mixed') return inventMixedId(seed, Number(argument));
  const [property, fallback = ''] = part.split('|');
  const given = resource.property(property);
  return given === undefined ? fallback : String(given);
}

export function seedOf(resource: { readonly stack: Stack; readonly logicalId: string }): string {
  return `${resource.stack.key}\n${resource.logicalId}`;
}

function genericArn(type: string): string {
  const [, service = 'service', kind = 'resource'] = type.split('::');
  return `arn:{partition}:${service.toLowerCase()}:{region}:{account}:${kind.toLowerCase()}/{name}`;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function shapeOf(type: string): ResourceShape {
  return RESOURCE_SHAPES[type] ?? {};
}
