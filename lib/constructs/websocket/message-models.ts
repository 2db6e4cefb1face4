import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ModelStore } from '../contract/model-store';

type Json = Record<string, any>;

const REFERENCE = '#/components/schemas/';

/** The models of messages. Each holds all that it refers to, so that none needs to know another's address. */
export class MessageModels {
  private readonly store = new ModelStore();
  private readonly made = new Map<string, apigatewayv2.CfnModel>();

  constructor(
    private readonly scope: Construct,
    private readonly apiId: string,
    /** Is told of everything that a deployment must wait for. */
    private readonly deploy: (resource: CfnResource) => void,
  ) {}

  /** Makes the model of a route's messages with a key, unless a route with the same one has made it. */
  public obtain(routeKey: string, key: string, requestBody: unknown): apigatewayv2.CfnModel {
    const name = this.store.add(nameModel(routeKey, key), requestBody);
    const known = this.made.get(name);
    if (known) return known;
    const model = new apigatewayv2.CfnModel(this.scope, `Model ${name}`, {
      apiId: this.apiId,
      name,
      contentType: 'application/json',
      schema: renderSchema(name, this.store.render() ?? {}),
    });
    this.deploy(model);
    this.made.set(name, model);
    return model;
  }
}

function nameModel(routeKey: string, key: string): string {
  const text = key === '$default' ? routeKey : `${routeKey} ${key}`;
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Message`;
}

function renderSchema(name: string, schemas: Readonly<Record<string, Json>>): Json {
  const definitions: Json = {};
  const take = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(take);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, isReference(key, member) ? refer(member) : take(member)]),
    );
  };
  const refer = (reference: string): string => {
    const target = reference.slice(REFERENCE.length);
    const schema = schemas[target];
    if (schema && !(target in definitions)) {
      definitions[target] = {};
      definitions[target] = take(schema);
    }
    return `#/definitions/${target}`;
  };
  const root = take(schemas[name]) as Json;
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    ...root,
    ...(Object.keys(definitions).length > 0 && { definitions }),
  };
}

function isReference(key: string, member: unknown): member is string {
  return key === '$ref' && typeof member === 'string' && member.startsWith(REFERENCE);
}
