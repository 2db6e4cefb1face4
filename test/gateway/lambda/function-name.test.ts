import { findFunction } from '../../../lib/gateway/lambda/function-name';
import type { FunctionModel } from '../../../lib/gateway/model';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-get_1';
const fn = {
  name: 'orders-get_1',
  arn: ARN,
  origin: { region: 'eu-west-1', accountId: '111122223333' },
} as FunctionModel;
const functions = new Map([[ARN, fn]]);

test.each([
  ['orders-get_1', ARN],
  ['orders-get_1:live', `${ARN}:live`],
  ['orders-get_1:$LATEST', `${ARN}:$LATEST`],
  [ARN, ARN],
  [`${ARN}:12`, `${ARN}:12`],
  ['111122223333:function:orders-get_1', ARN],
  ['function:orders-get_1:live', `${ARN}:live`],
])('%s is the function', (name, invokedArn) => {
  expect(findFunction(functions, name)).toMatchObject({ fn, invokedArn });
});

test('a qualifier beside the name counts where the name has none', () => {
  expect(findFunction(functions, ARN, 'live').invokedArn).toBe(`${ARN}:live`);
  expect(findFunction(functions, `${ARN}:1`, 'live').invokedArn).toBe(`${ARN}:1`);
});

test.each([
  ['other', 'arn:aws:lambda:eu-west-1:111122223333:function:other'],
  [ARN.replace('eu-west-1', 'us-east-1'), ARN.replace('eu-west-1', 'us-east-1')],
  ['444455556666:function:orders-get_1', ARN],
  ['', 'arn:aws:lambda:eu-west-1:111122223333:function:'],
  ['a b', 'arn:aws:lambda:eu-west-1:111122223333:function:a b'],
])('%p is no function', (name, arn) => {
  expect(() => findFunction(functions, name)).toThrow(`Function not found: ${arn}`);
});
