import { AssemblyError, GatewayError } from '../../lib/gateway/errors';

describe('GatewayError', () => {
  test('says who must act', () => {
    expect(new GatewayError('PORT_UNAVAILABLE', 'x').actor).toBe('user');
    expect(new GatewayError('INTERNAL', 'x').actor).toBe('gatehouse');
  });
});

describe('AssemblyError', () => {
  const refused = { code: 'DEFINITION_REFUSED', path: 'Shop/Api', message: 'no' } as const;
  const unknown = { code: 'VALUE_UNKNOWN', path: 'Shop/Fn', message: 'what' } as const;

  test('lists every fault with its place', () => {
    const error = new AssemblyError('cdk.out', [refused, unknown]);
    expect(error.message).toBe('2 faults in cdk.out\n  Shop/Api: no\n  Shop/Fn: what');
    expect(error.code).toBe('ASSEMBLY_INVALID');
  });

  test('has the code of its faults where they agree', () => {
    expect(new AssemblyError('cdk.out', [unknown]).code).toBe('VALUE_UNKNOWN');
  });
});
