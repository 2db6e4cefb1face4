import { FrontDoorApi } from '../../../lib';
import { validateOpenApi } from '../../validate-open-api';
import { makeEverything, makeMinimal } from '../apis';
import { documentIn } from '../fixtures';
import { makeEverything as makeFront, makeMinimal as makeMinimalFront } from '../proxy/fronts';

test('documents are valid OpenAPI 3.0, inside and out', () => {
  const stacks = [makeMinimal(), makeEverything(), makeMinimalFront(), makeFront()];
  const documents = stacks.flatMap((stack) => [
    documentIn(stack),
    stack.node.children.find((child) => child instanceof FrontDoorApi)?.openApiDocument,
  ]);
  expect(validateOpenApi(documents)).toEqual(documents.map(() => ({ valid: true })));
});
