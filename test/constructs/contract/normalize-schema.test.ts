import { ApiModel } from '../../../lib';
import { normalizeSchema } from '../../../lib/constructs/contract/normalize-schema';

const normalize = (schema: unknown) => {
  const { schema: result, faults } = normalizeSchema('Order', schema);
  expect(faults).toEqual([]);
  return result;
};

describe('a schema is kept', () => {
  test('in what API Gateway knows', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      additionalProperties: false,
      properties: {
        a: { type: 'string', pattern: '^x', maxLength: 3 },
        b: { type: 'array', items: { type: 'number' } },
      },
    };
    expect(normalize(schema)).toEqual(schema);
  });
});

describe('a schema is rewritten where that changes nothing', () => {
  test.each<[unknown, object]>([
    [{ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'x', type: 'object' }, { type: 'object' }],
    [
      { type: 'string', example: 'a', examples: ['a'], default: 'a', readOnly: true, 'x-internal': 1 },
      { type: 'string' },
    ],
    [{ const: 'a' }, { enum: ['a'] }],
    [
      { type: 'integer', exclusiveMinimum: 0 },
      { type: 'integer', minimum: 1 },
    ],
    [
      { type: 'integer', exclusiveMinimum: 0, minimum: 5 },
      { type: 'integer', minimum: 5 },
    ],
    [
      { type: 'integer', minimum: 0, exclusiveMinimum: 7 },
      { type: 'integer', minimum: 8 },
    ],
    [
      { type: 'integer', maximum: 10, exclusiveMaximum: true },
      { type: 'integer', maximum: 9 },
    ],
    [
      { type: 'number', minimum: 0, exclusiveMinimum: false },
      { type: 'number', minimum: 0 },
    ],
    [
      { type: ['string', 'integer'], maxLength: 3 },
      { anyOf: [{ type: 'string' }, { type: 'integer' }], maxLength: 3 },
    ],
    [{ type: 'integer', format: 'int64' }, { type: 'integer' }],
    [
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'date-time' },
    ],
    [{ items: true }, { items: {} }],
    [{ not: false }, { not: { not: {} } }],
    [{ nullable: false, discriminator: { propertyName: 'x' } }, {}],
    [{ $ref: '#' }, { $ref: '#/components/schemas/Order' }],
    [
      { $ref: '#/$defs/a-b', minProperties: 1 },
      { allOf: [{ $ref: '#/components/schemas/Orderab' }, { minProperties: 1 }] },
    ],
  ])('%j', (from, to) => expect(normalize(from)).toEqual(to));

  test('and its definitions become models', () => {
    const { schema, definitions } = normalizeSchema('Order', {
      properties: { line: { $ref: '#/$defs/Line' } },
      $defs: { Line: { properties: { next: { $ref: '#/$defs/Line' } } } },
    });
    const line = { $ref: '#/components/schemas/OrderLine' };
    expect(schema).toEqual({ properties: { line } });
    expect(definitions).toEqual({ OrderLine: { properties: { next: line } } });
  });

  test('and models in it become references', () => {
    const model = new ApiModel('Line', { type: 'string' });
    const { schema, models } = normalizeSchema('Order', { items: model });
    expect(schema).toEqual({ items: { $ref: '#/components/schemas/Line' } });
    expect(models).toEqual([model]);
  });
});

describe('a schema is refused, with the place and the way out (aws-cdk #18715)', () => {
  test.each<[unknown, string]>([
    [{ properties: { a: { nullable: true } } }, '"/properties/a/nullable": API Gateway drops it and then refuses null'],
    [{ type: ['string', 'null'] }, '"/type": API Gateway drops it'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, '"/anyOf/1/type"'],
    [{ type: 'number', exclusiveMinimum: 0 }, '"/exclusiveMinimum": API Gateway drops it: use "minimum"'],
    [{ if: {}, then: {} }, '"/if": write it with anyOf'],
    [{ items: [{ type: 'string' }] }, '"/items"'],
    [{ patternProperties: {} }, '"/patternProperties"'],
    [{ contains: {} }, '"/contains": API Gateway does not know it'],
    [{ $ref: 'other.json' }, '"/$ref": "other.json" leads out of the schema'],
    ['x', '"/": is no schema, got "x"'],
  ])('%j', (schema, fault) => expect(normalizeSchema('Order', schema).faults[0]).toContain(fault));

  test('with all that is wrong at once', () => {
    expect(normalizeSchema('Order', { if: {}, contains: {}, nullable: true }).faults).toHaveLength(3);
  });
});
