import { evaluate, NO_VALUE, type Scope } from '../../../lib/gateway/template/intrinsics';

const scope: Scope = {
  region: 'eu-west-1',
  reference: (name) => ({ Name: 'orders', Zones: ['a', 'b'], 'AWS::NoValue': NO_VALUE })[name],
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (name) => (name === 'Sizes' ? { prod: { memory: 512 } } : undefined),
  exported: (name) => `export of ${name}`,
  stackOutput: (stack, output) => `${output} of ${stack}`,
  resolve: (reference) => `<${reference}>`,
  transform: (name) => `transformed by ${name}`,
};

const run = (value: unknown) => evaluate(value, scope);

describe('evaluate', () => {
  test.each([
    ['Ref', { Ref: 'Name' }, 'orders'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn/Arn'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Nested/Outputs.Url'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 3]] }, 'a-orders-3'],
    ['Fn::Join over a list by reference', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    ['Fn::Select', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
    ['Fn::Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['Fn::If', { 'Fn::If': ['No', 1, { Ref: 'Name' }] }, 'orders'],
    ['Fn::Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    [
      'Fn::Not, Fn::And, Fn::Or',
      { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Or': [{ Condition: 'No' }] }] }] },
      true,
    ],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, 512],
    ['Fn::FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'dev', 'memory', { DefaultValue: 128 }] }, 128],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Join': ['', ['x', ':', 'y']] } }, 'export of x:y'],
    ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } }, 'O of S'],
    ['Fn::Length', { 'Fn::Length': { Ref: 'Zones' } }, 2],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, '{"a":"orders"}'],
    ['Fn::Transform', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'transformed by AWS::Include'],
  ])('%s', (_, written, expected) => {
    expect(run(written)).toEqual(expected);
  });

  test('Fn::Sub takes references, attributes and variables of its own, and leaves ${!x} as ${x}', () => {
    expect(run({ 'Fn::Sub': '${Name}:${Fn.Arn}:${!stageVariables.host}' })).toBe(
      'orders:Fn/Arn:${stageVariables.host}',
    );
    expect(run({ 'Fn::Sub': ['${own}-${Name}', { own: { Ref: 'Name' } }] })).toBe('orders-orders');
  });

  test('AWS::NoValue leaves out a property and an element', () => {
    expect(run({ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] })).toEqual({ b: [1] });
    expect(run({ a: { 'Fn::If': ['Yes', { Ref: 'AWS::NoValue' }, 1] } })).toEqual({});
  });

  test('a dynamic reference is resolved inside a text, also one that Fn::Join puts together', () => {
    expect(run('https://{{resolve:ssm:/host}}/x')).toBe('https://<ssm:/host>/x');
    expect(run({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Name' }, ':SecretString:key::}}']] })).toBe(
      '<secretsmanager:orders:SecretString:key::>',
    );
  });

  test('the Condition of a policy statement is no intrinsic function', () => {
    expect(run({ Condition: { StringEquals: { a: 'b' } } })).toEqual({ Condition: { StringEquals: { a: 'b' } } });
  });

  test('an object with the key __proto__ stays plain data', () => {
    expect(Object.keys(run(JSON.parse('{"__proto__":1,"b":2}')) as object)).toEqual(['__proto__', 'b']);
  });

  test.each([
    ['an unknown function', { 'Fn::Magic': 1 }, 'the intrinsic function "Fn::Magic" is not known here'],
    ['an element beyond the list', { 'Fn::Select': [5, ['a']] }, 'Fn::Select finds no element 5 in a list of 1'],
    [
      'a mapping that is not there',
      { 'Fn::FindInMap': ['No', 'a', 'b'] },
      'Fn::FindInMap finds no "a", "b" in the mapping "No"',
    ],
    [
      'an object where text is needed',
      { 'Fn::Join': ['', [{ a: 1, b: 2 }]] },
      'Fn::Join needs text, got {"a":1,"b":2}',
    ],
  ])('%s is a fault that says so', (_, written, message) => {
    expect(() => run(written)).toThrow(message);
  });
});
