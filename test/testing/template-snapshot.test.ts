import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ServerlessApi } from '../../lib';
import { templateSnapshot } from '../../lib/testing';

const serializer = templateSnapshot();

/** A stack with a function, a version of it, and an API, as it comes out on a machine with that code and answer. */
function makeTemplate(code: string, answer: string): Template {
  const directory = mkdtempSync(join(tmpdir(), 'snapshot-'));
  writeFileSync(join(directory, 'index.js'), code);
  const stack = new Stack(new App({ context: { 'aws:cdk:enable-asset-metadata': true } }), 'Shop');
  const fn = new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(directory),
  });
  new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
  new ServerlessApi(stack, 'Api', {
    authorizer: Authorizer.none(),
    routes: { 'GET /': { backend: Backend.mock({ body: { answer } }) } },
  });
  const template = Template.fromStack(stack);
  rmSync(directory, { recursive: true });
  return template;
}

describe('templateSnapshot', () => {
  it('is for templates', () => {
    expect(serializer.test(makeTemplate('1', 'a'))).toBe(true);
    expect(serializer.test(makeTemplate('1', 'a').toJSON())).toBe(true);
    const others = [undefined, null, 'text', 1, {}, { Resources: { a: 1 } }, { Resources: null }];
    expect(others.filter((other) => serializer.test(other))).toEqual([]);
  });

  it('does not change with code, folders and ids of versions and deployments (aws-cdk #13468)', () => {
    const one = serializer.serialize(makeTemplate('exports.handler = 1;', 'a'));
    const other = serializer.serialize(makeTemplate('exports.handler = 2;', 'b'));
    expect(other.replace('\\"b\\"', '\\"a\\"')).toBe(one);
    expect(one).toContain('"S3Key": "[HASH].zip"');
    expect(one).toMatch(/"ApiDeployment[0-9A-F]{8}\[HASH\]": \{/);
    expect(one).toMatch(/"FnCurrentVersion[0-9A-F]{8}\[HASH\]": \{/);
    expect(one).not.toContain('BootstrapVersion');
    expect(JSON.parse(one).Resources).toBeDefined();
  });

  it('changes with the infrastructure', () => {
    const one = serializer.serialize(makeTemplate('1', 'a'));
    expect(serializer.serialize(makeTemplate('1', 'b'))).not.toBe(one);
  });

  it('keeps two hashed ids of one construct apart', () => {
    const hash = 'a'.repeat(32);
    const template = {
      Resources: {
        [`Deploy${hash}`]: { Type: 'AWS::ApiGateway::Deployment' },
        [`Deploy${hash.replaceAll('a', 'b')}`]: { Type: 'AWS::ApiGateway::Deployment' },
        Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { DeploymentId: { Ref: `Deploy${hash}` } } },
      },
    };
    expect(JSON.parse(serializer.serialize(template))).toEqual({
      Resources: {
        'Deploy[HASH]': { Type: 'AWS::ApiGateway::Deployment' },
        'Deploy[HASH 2]': { Type: 'AWS::ApiGateway::Deployment' },
        Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { DeploymentId: { Ref: 'Deploy[HASH]' } } },
      },
    });
  });
});
