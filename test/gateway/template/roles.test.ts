import { evaluateIdentityPolicies } from '../../../lib/gateway/authorizers';
import { managedPolicy } from '../../../lib/gateway/template/managed-policies';
import { loadResources } from './assembly-writer';

const AWS = 'arn:aws:iam::aws:policy/';
const BASIC = `${AWS}service-role/AWSLambdaBasicExecutionRole`;

function loadRole(properties: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const model = loadResources({ Role: { Type: 'AWS::IAM::Role', Properties: properties }, ...more });
  const [role] = model.roles.values();
  const ask = (action: string) =>
    evaluateIdentityPolicies(
      { model },
      { action, resource: 'arn:aws:lambda:us-east-1:000000000000:function:fn', context: {} },
      { roleArn: role.arn, accountId: '000000000000', arn: role.arn, userId: 'A' },
    ).verdict;
  return { role, ask, fidelity: model.fidelity };
}

/** A function whose role it is. */
const USER = {
  Fn: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { ZipFile: 'exports.handler = async () => 1' },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    },
  },
};

test('a role has the policies of AWS that say who may call', () => {
  const { ask, fidelity } = loadRole({ ManagedPolicyArns: [`${AWS}service-role/AWSLambdaRole`, BASIC] }, USER);
  expect(ask('lambda:InvokeFunction')).toBe('Allow');
  expect(ask('execute-api:Invoke')).toBe('Silent');
  expect(fidelity).toEqual([]);
});

test('names from elsewhere are no policies', () => {
  expect(managedPolicy('arn:aws:iam::aws:policy/constructor')).toBeUndefined();
  expect(managedPolicy('arn:aws:iam::123456789012:policy/AdministratorAccess')).toBeUndefined();
});

test('a policy that is not known allows nothing, and is named where a function has it', () => {
  const policy = 'arn:aws:iam::123456789012:policy/invokers';
  const properties = { ManagedPolicyArns: [policy] };
  const { ask, fidelity } = loadRole(properties, USER);
  expect(ask('lambda:InvokeFunction')).toBe('Silent');
  expect(fidelity).toEqual([
    {
      path: 'Shop/Role',
      effect: 'denies',
      message: `what the policy "${policy}" says is not known: calls of APIs and functions that only it allows are refused`,
    },
  ]);
  expect(loadRole(properties).fidelity).toEqual([]);
});

describe('a permissions boundary', () => {
  const admin = { ManagedPolicyArns: [`${AWS}AdministratorAccess`] };

  test('limits what policies allow', () => {
    const { ask } = loadRole({ ...admin, PermissionsBoundary: `${AWS}AmazonAPIGatewayInvokeFullAccess` });
    expect(ask('lambda:InvokeFunction')).toBe('Silent');
    expect(loadRole({ ...admin, PermissionsBoundary: `${AWS}AWSDenyAll` }).ask('execute-api:Invoke')).toBe('Deny');
    expect(loadRole({ ...admin, PermissionsBoundary: `${AWS}PowerUserAccess` }).ask('execute-api:Invoke')).toBe(
      'Allow',
    );
  });

  test('allows nothing itself', () => {
    const { ask } = loadRole({ PermissionsBoundary: `${AWS}AdministratorAccess` });
    expect(ask('lambda:InvokeFunction')).toBe('Silent');
  });

  test('of the assembly counts as well', () => {
    const Statement = [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }];
    const { ask } = loadRole(
      { ...admin, PermissionsBoundary: { Ref: 'Limit' } },
      { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement } } } },
    );
    expect([ask('lambda:InvokeFunction'), ask('execute-api:Invoke')]).toEqual(['Allow', 'Silent']);
  });

  test('that is not known is named, and limits nothing', () => {
    const { ask, fidelity } = loadRole(
      { ...admin, PermissionsBoundary: 'arn:aws:iam::123456789012:policy/limit' },
      USER,
    );
    expect(ask('lambda:InvokeFunction')).toBe('Allow');
    expect(fidelity).toMatchObject([{ effect: 'differs', message: expect.stringContaining('policy/limit') }]);
  });
});
