import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { templateSnapshot } from '../../lib/testing';
import { makeEverything, makeMinimal } from './apis';

expect.addSnapshotSerializer(templateSnapshot());

describe('the template', () => {
  test('of the smallest API', () => {
    expect(Template.fromStack(makeMinimal())).toMatchSnapshot();
  });

  test('of an API with everything', () => {
    expect(Template.fromStack(makeEverything())).toMatchSnapshot();
  });
});

describe('logical ids are promised: changing one replaces what a user has', () => {
  const ids = (stack: Stack) =>
    Object.keys(Template.fromStack(stack).toJSON().Resources)
      .map((id) => id.replace(/^(ApiDeployment[0-9A-F]{8})[0-9a-f]{16}$/, '$1<digest>'))
      .sort();

  test('in the smallest API', () => {
    expect(ids(makeMinimal())).toMatchInlineSnapshot(`
[
  "ApiAccessLog713001CC",
  "ApiDeploymentB17BE62D<digest>",
  "ApiExecutionLog4D3E3207",
  "ApiFunctionLogs4B382957",
  "ApiInvokelambdaorderslist958d988fE1C2A596",
  "ApiRestApiE35FEAFE",
  "ApiStage4697DF29",
  "Apilambdaorderslist6F2CA389",
  "ApilambdaorderslistServiceRoleA9D38AA3",
]
`);
  });

  test('in an API with everything', () => {
    expect(ids(makeEverything())).toMatchInlineSnapshot(`
[
  "ApiAccessLog713001CC",
  "ApiDeploymentB17BE62D<digest>",
  "ApiExecutionLog4D3E3207",
  "ApiFunctionLogs4B382957",
  "ApiGETordersidRoleEEB3E4E7",
  "ApiGoldPlan35ABBB85",
  "ApiGoldacme9A2D45CD",
  "ApiGoldacmeinplan83D5CF7E",
  "ApiInvokeAuthorizea1cf5cf9F76214D7",
  "ApiInvokeFunctionf1d93bbeCEE79E3C",
  "ApiInvokelambdaorderscreate6dee31e90200323B",
  "ApiInvokelambdaorderslist958d988fE1C2A596",
  "ApiRestApiE35FEAFE",
  "ApiStage4697DF29",
  "ApiWebAcl28BEBB1F",
  "ApiWebAclAssociation8D930937",
  "ApiWebAclLog2821D257",
  "ApiWebAclLogging64B637B8",
  "Apilambdaorderscreate12348068",
  "ApilambdaorderscreateServiceRole158391A2",
  "Apilambdaorderslist6F2CA389",
  "ApilambdaorderslistServiceRoleA9D38AA3",
  "AuthorizeD8507075",
  "AuthorizeServiceRole397C1B2B",
  "Function76856677",
  "FunctionServiceRole675BB04A",
  "Logging019093B9",
  "LoggingRoleF8CB8FA1",
  "PoolD3F588B8",
  "TableCD117FA1",
]
`);
  });
});
