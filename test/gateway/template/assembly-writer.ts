import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LoadOptions } from '../../../lib/gateway/template';
import { loadAssembly } from '../../../lib/gateway/template';
import { AssemblyError } from '../../../lib/gateway/errors';
import type { AssemblyModel, RestApiModel } from '../../../lib/gateway/model';

export interface WrittenStack {
  readonly template: Record<string, unknown>;
  readonly environment?: string;
  readonly stackName?: string;
  readonly dependencies?: readonly string[];
  /** Entries of `<artifact>.metadata.json`. */
  readonly metadata?: Record<string, { type: string; data?: unknown }[]>;
  /** Object key → file or folder. */
  readonly assets?: Record<string, string>;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-assembly-'));
  folders.push(folder);
  return folder;
}

/** Writes an assembly as `cdk synth` leaves it, as small as it may be. */
export function writeAssembly(stacks: Record<string, WrittenStack>, folder = temporaryFolder(), more = {}): string {
  const artifacts: Record<string, unknown> = {};
  for (const [id, stack] of Object.entries(stacks)) {
    writeJson(folder, `${id}.template.json`, stack.template);
    writeJson(folder, `${id}.assets.json`, {
      version: '55.0.0',
      files: Object.fromEntries(
        Object.entries(stack.assets ?? {}).map(([objectKey, path], index) => [
          `hash${index}`,
          { source: { path }, destinations: { here: { bucketName: 'b', objectKey } } },
        ]),
      ),
    });
    writeJson(folder, `${id}.metadata.json`, stack.metadata ?? {});
    artifacts[`${id}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${id}.assets.json` } };
    artifacts[id] = {
      type: 'aws:cloudformation:stack',
      environment: stack.environment ?? 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${id}.template.json`, stackName: stack.stackName },
      dependencies: stack.dependencies ?? [],
      additionalMetadataFile: `${id}.metadata.json`,
      displayName: id,
    };
  }
  writeJson(folder, 'manifest.json', { version: '55.0.0', artifacts: { ...artifacts, ...more } });
  return folder;
}

export function writeText(folder: string, name: string, content: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

export function writeJson(folder: string, name: string, value: unknown): string {
  return writeText(folder, name, JSON.stringify(value));
}

/** Loads one stack, named `Shop`, in us-east-1. */
export function loadStack(
  template: Record<string, unknown>,
  options: LoadOptions = {},
  more: Omit<WrittenStack, 'template'> = {},
): AssemblyModel {
  return loadAssembly(writeAssembly({ Shop: { template, ...more } }), { region: 'us-east-1', ...options });
}

export function loadResources(Resources: Record<string, unknown>, options: LoadOptions = {}): AssemblyModel {
  return loadStack({ Resources }, options);
}

/** Messages of all faults; empty when the assembly loads. */
export function faultsOf(load: () => unknown): string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (error instanceof AssemblyError) return error.faults.map(({ message }) => message);
    throw error;
  }
}

export const RestApiId = { Ref: 'Api' };
export const MOCK = {
  Type: 'MOCK',
  RequestTemplates: { 'application/json': '{"statusCode":200}' },
  IntegrationResponses: [{ StatusCode: '200' }],
};

/** An API with its root method, a deployment and the stage `test`. */
export function restApi(
  more: Record<string, unknown> = {},
  api: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop', ...api } },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 'test' },
    },
    ...more,
  };
}

export function rootMethod(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId,
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: MOCK,
      ...more,
    },
  };
}

export function resource(parent: string | undefined, PathPart: string): Record<string, unknown> {
  const ParentId = parent === undefined ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: parent };
  return { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId, ParentId, PathPart } };
}

/** Loads an API that is written as a body. */
export function loadBody(body: Record<string, unknown>, api: Record<string, unknown> = {}): RestApiModel {
  const Body = { openapi: '3.0.1', info: { title: 'pets', version: '1' }, paths: {}, ...body };
  const resources = restApi({}, { Name: undefined, Body, ...api });
  return loadResources(JSON.parse(JSON.stringify(resources))).restApis[0];
}

export function operation(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '200' } } },
    ...more,
  };
}
