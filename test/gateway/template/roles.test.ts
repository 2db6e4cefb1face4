import { managedPolicy } from '../../../lib/gateway/template/managed-policies';
import { loadResources } from './assembly-writer';

test('a role has the policies of AWS that say who may call', () => {
  const { roles } = loadResources({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AWSLambdaRole',
          'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        ],
      },
    },
  });
  const [role] = roles.values();
  expect(role.policies.map(({ Statement }) => Statement[0].Action)).toEqual(['lambda:InvokeFunction']);
});

test('names from elsewhere are no policies', () => {
  expect(managedPolicy('arn:aws:iam::aws:policy/constructor')).toBeUndefined();
  expect(managedPolicy('arn:aws:iam::123456789012:policy/AdministratorAccess')).toBeUndefined();
});
