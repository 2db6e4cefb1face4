import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnApi, CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ServerlessApi } from '../../lib';
import { routeMatchers, Routes } from '../../lib/testing';

expect.extend(routeMatchers);

function makeFunction(stack: Stack) {
  return new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
}

/** An API written as one document. */
function documentTemplate(): Template {
  const stack = new Stack(new App(), 'Document');
  new ServerlessApi(stack, 'Api', {
    routes: {
      'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() },
      'ANY /orders/{id}': { handler: makeFunction(stack), apiKeyRequired: true },
    },
  });
  return Template.fromStack(stack);
}

/** An API written as resources and methods. */
function methodTemplate(): Template {
  const stack = new Stack(new App(), 'Methods');
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new apigateway.MockIntegration());
  api.root
    .addResource('orders')
    .addResource('{id}')
    .addMethod('DELETE', new apigateway.LambdaIntegration(makeFunction(stack)), {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
  return Template.fromStack(stack);
}

describe('Routes', () => {
  it('reads the routes of a document', () => {
    const routes = Routes.fromTemplate(documentTemplate());
    expect(routes.keys).toEqual(['GET /health', 'ANY /orders/{id}']);
    routes.has('GET /health', { authorizationType: 'NONE', integration: { type: 'MOCK' } });
    routes.has('ANY /orders/{id}', {
      authorizationType: 'AWS_IAM',
      apiKeyRequired: true,
      integration: { type: 'AWS_PROXY', uri: { 'Fn::Sub': Match.stringLikeRegexp('Handler') } },
    });
    routes.hasNot('POST /health');
  });

  it('reads the routes of resources and methods', () => {
    const routes = Routes.fromTemplate(methodTemplate());
    expect(routes.keys).toEqual(['GET /', 'DELETE /orders/{id}']);
    routes.has('DELETE /orders/{id}', { authorizationType: 'AWS_IAM', integration: { type: 'AWS_PROXY' } });
  });

  it('reads the routes of a WebSocket API', () => {
    const stack = new Stack(new App(), 'Chat');
    const api = new CfnApi(stack, 'Chat', {
      name: 'chat',
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    });
    const integration = new CfnIntegration(stack, 'Mock', { apiId: api.ref, integrationType: 'MOCK' });
    new CfnRoute(stack, 'Send', { apiId: api.ref, routeKey: 'send', target: `integrations/${integration.ref}` });
    Routes.fromTemplate(Template.fromStack(stack)).has('send', { api: 'Chat', integration: { type: 'MOCK' } });
  });

  it('takes the routes of one API of several', () => {
    const stack = new Stack(new App(), 'Two');
    for (const id of ['One', 'Two']) {
      const api = new apigateway.RestApi(stack, id, { cloudWatchRole: false });
      api.root.addResource(id.toLowerCase()).addMethod('GET', new apigateway.MockIntegration());
    }
    const template = Template.fromStack(stack);
    const [first] = Object.keys(template.findResources('AWS::ApiGateway::RestApi'));
    expect(Routes.fromTemplate(template).keys).toEqual(['GET /one', 'GET /two']);
    expect(Routes.fromTemplate(template, first).keys).toEqual(['GET /one']);
  });

  it('says what is there instead', () => {
    const routes = Routes.fromTemplate(documentTemplate());
    expect(() => routes.has('GET /nope')).toThrow(
      'there is no route "GET /nope", there are:\n  GET /health\n  ANY /orders/{id}',
    );
    expect(() => routes.get('GET /nope')).toThrow('there is no route "GET /nope"');
    expect(() => routes.has('GET /health', { authorizationType: 'AWS_IAM' })).toThrow(
      /route "GET \/health" is different:\n.*AWS_IAM.*NONE.*authorizationType/s,
    );
    expect(() => routes.hasNot('GET /health')).toThrow('there is a route "GET /health"');
    expect(() => Routes.fromTemplate(Template.fromJSON({ Resources: {} })).has('GET /')).toThrow('  none');
  });
});

describe('toHaveRoute', () => {
  it('asks the same in the words of jest', () => {
    expect(documentTemplate()).toHaveRoute('GET /health', { authorizationType: 'NONE' });
    expect(documentTemplate()).not.toHaveRoute('DELETE /health');
    expect(documentTemplate()).not.toHaveRoute('GET /health', { apiKeyRequired: true });
    expect(() => expect(documentTemplate()).toHaveRoute('GET /nope')).toThrow('there is no route "GET /nope"');
    expect(() => expect(documentTemplate()).not.toHaveRoute('GET /health')).toThrow('expected no route "GET /health"');
  });
});
