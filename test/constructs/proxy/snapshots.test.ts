import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { templateSnapshot } from '../../../lib/testing';
import { nagFindings } from '../nag-findings';
import { makeEverything, makeMinimal } from './fronts';

expect.addSnapshotSerializer(templateSnapshot());

describe('the template of a front door', () => {
  test('that is the smallest', () => {
    expect(Template.fromStack(makeMinimal())).toMatchSnapshot();
  });

  test('that has everything', () => {
    expect(Template.fromStack(makeEverything())).toMatchSnapshot();
  });

  test('gives cdk-nag nothing to find', () => {
    expect(nagFindings(makeMinimal().node.findChild('Front'))).toEqual(['AwsSolutions-APIG3']);
    expect(nagFindings(makeEverything().node.findChild('Front'))).toEqual([]);
  });
});

describe('logical ids are promised: changing one replaces what a user has', () => {
  const ids = (stack: Stack) =>
    Object.keys(Template.fromStack(stack).toJSON().Resources)
      .filter((id) => /^(Front|VpcLink)/.test(id))
      .map((id) => id.replace(/^(FrontDeployment[0-9A-F]{8})[0-9a-f]{16}$/, '$1<digest>'))
      .sort();

  test('of the smallest front door', () => {
    expect(ids(makeMinimal())).toMatchInlineSnapshot(`
[
  "FrontAccessLog62425CE8",
  "FrontDeployment8EB4F30D<digest>",
  "FrontExecutionLogE118E08C",
  "FrontRestApi2A0AE078",
  "FrontStage1351799F",
]
`);
  });

  test('of a front door with everything', () => {
    expect(ids(makeEverything())).toMatchInlineSnapshot(`
[
  "FrontAccessLog62425CE8",
  "FrontCanaryExecutionLogBD9AFEDD",
  "FrontDeployment8EB4F30D<digest>",
  "FrontExecutionLogE118E08C",
  "FrontRestApi2A0AE078",
  "FrontStage1351799F",
  "FrontWebAclAssociation32161628",
  "FrontWebAclB0E5C2F5",
  "FrontWebAclLog4C6F40D0",
  "FrontWebAclLogging854C13EA",
  "VpcLink6e512a0dFABB7547",
  "VpcLinkd50fd72763CCD7DA",
  "VpcLinkd50fd727SecurityGroupF9BC79DB",
]
`);
  });
});
