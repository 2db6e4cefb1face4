import { Template } from 'aws-cdk-lib/assertions';
import { Backend, ServerlessApi } from '../../lib';
import { makeEverything } from './apis';
import { makeStack } from './fixtures';

let resources: [string, any][];
const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === type);

beforeAll(() => {
  resources = Object.entries(Template.fromStack(makeEverything()).toJSON().Resources);
});

describe('an API with everything', () => {
  test('is made by one call of the service (aws-cdk #15573)', () => {
    const parts = ['Method', 'Resource', 'Model', 'RequestValidator', 'Authorizer', 'GatewayResponse'];
    expect(parts.flatMap((part) => ofType(`AWS::ApiGateway::${part}`))).toEqual([]);
    expect(ofType('AWS::ApiGateway::RestApi')).toHaveLength(1);
  });

  test('has neither custom resources nor functions that nobody asked for (aws-cdk #24485)', () => {
    const types = resources.map(([, { Type }]) => Type);
    expect(types.filter((type) => /^Custom::|CustomResource$/.test(type))).toEqual([]);
    expect(ofType('AWS::Lambda::Function').map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'Function',
      'Authorize',
      'Apilambdaorderslist',
      'Apilambdaorderscreate',
    ]);
  });

  test('leaves no role behind when it goes (aws-cdk #26827)', () => {
    expect(ofType('AWS::IAM::Role').filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')).toEqual([]);
  });

  test('gives its roles no wildcard but that of X-Ray, which knows no other', () => {
    const statements = ofType('AWS::IAM::Role')
      .filter(([id]) => id.startsWith('Api'))
      .flatMap(([, { Properties }]) => Properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const wide = statements.filter(({ Resource, Action }) => [Resource, Action].flat().includes('*'));
    expect(wide.flatMap(({ Action }) => Action).filter((action: string) => !action.startsWith('xray:'))).toEqual([]);
    expect(statements.length).toBeGreaterThan(3);
  });
});

test('a variable of a path may get another name: paths are no resources (aws-cdk #25172)', () => {
  const idsWith = (variable: string) => {
    const stack = makeStack();
    new ServerlessApi(stack, 'Api', { routes: { [`GET /orders/{${variable}}`]: { backend: Backend.mock() } } });
    const ids = Object.keys(Template.fromStack(stack).toJSON().Resources);
    return ids.filter((id) => !id.startsWith('ApiDeployment'));
  };
  expect(idsWith('id')).toEqual(idsWith('orderId'));
});
