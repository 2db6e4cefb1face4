import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Size, type Stack } from 'aws-cdk-lib/core';
import { Endpoint, RequestValue, ResourcePolicy, type ServerlessApiProps } from '../../lib';
import { deploymentId, documentIn, makeApi, makeStack } from './fixtures';

const propertiesIn = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'))[0]?.Properties;

describe('settings of the API stand in the document and beside it, with equal values', () => {
  test('binary types and compression', () => {
    const { stack } = makeApi({ binaryMediaTypes: ['image/png', '*/*'], compression: Size.kibibytes(1) });
    expect(documentIn(stack)).toMatchObject({
      'x-amazon-apigateway-binary-media-types': ['image/png', '*/*'],
      'x-amazon-apigateway-minimum-compression-size': 1024,
    });
    expect(propertiesIn(stack)).toMatchObject({
      BinaryMediaTypes: ['image/png', '*/*'],
      MinimumCompressionSize: 1024,
      Mode: 'overwrite',
      FailOnWarnings: true,
    });
  });

  test('the source of keys', () => {
    const { stack } = makeApi({ apiKeySource: apigateway.ApiKeySourceType.AUTHORIZER });
    expect(documentIn(stack)['x-amazon-apigateway-api-key-source']).toBe('AUTHORIZER');
    expect(propertiesIn(stack)).toMatchObject({ ApiKeySourceType: 'AUTHORIZER' });
  });

  test('the resource policy, with a shorthand for the API itself (aws-cdk #5660)', () => {
    const { stack, api } = makeApi({ resourcePolicy: ResourcePolicy.allowIps(['203.0.113.0/24']) });
    api.restApi.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['execute-api:Invoke'],
        principals: [new iam.AccountPrincipal('111111111111')],
        resources: ['execute-api:/*'],
      }),
    );
    const { Policy, Body } = propertiesIn(stack);
    expect(Body['x-amazon-apigateway-policy']).toEqual(Policy);
    expect(Policy.Statement).toHaveLength(3);
    expect(Policy.Statement[1]).toEqual({
      Action: 'execute-api:Invoke',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Resource: 'execute-api:/*',
      Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
    });
    expect(deploymentId(stack)).not.toBe(deploymentId(makeApi().stack));
  });

  test('a private endpoint, with the policy that it must have', () => {
    const imported = { vpcEndpointId: 'vpce-1', port: 443 };
    const vpcEndpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(makeStack(), 'Endpoint', imported);
    const made = makeApi({ endpoint: Endpoint.privateTo([vpcEndpoint]) });
    const { EndpointConfiguration, Parameters, Policy, Body } = propertiesIn(made.stack);
    expect(EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] });
    expect(Parameters).toEqual({ endpointConfigurationTypes: 'PRIVATE' });
    expect(Body.servers[0]['x-amazon-apigateway-endpoint-configuration'].vpcEndpointIds).toEqual(['vpce-1']);
    expect(Policy.Statement[1].Condition).toEqual({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } });
  });
});

describe("API Gateway's own error answers", () => {
  test('are changed by type, and all of them keep CORS (aws-cdk #33437, #28652)', () => {
    const { stack } = makeApi({
      cors: { allowOrigins: ['*'] },
      gatewayResponses: {
        UNAUTHORIZED: {
          status: 401,
          headers: { 'WWW-Authenticate': RequestValue.literal('Bearer'), 'X-Path': RequestValue.context('path') },
          template: '{"error":$context.error.messageString}',
        },
        DEFAULT_5XX: { template: '{"error":"ours"}' },
      },
    });
    const cors = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" };
    expect(documentIn(stack)['x-amazon-apigateway-gateway-responses']).toEqual({
      DEFAULT_4XX: { responseParameters: cors },
      DEFAULT_5XX: { responseParameters: cors, responseTemplates: { 'application/json': '{"error":"ours"}' } },
      UNAUTHORIZED: {
        statusCode: '401',
        responseParameters: {
          ...cors,
          'gatewayresponse.header.WWW-Authenticate': "'Bearer'",
          'gatewayresponse.header.X-Path': 'context.path',
        },
        responseTemplates: { 'application/json': '{"error":$context.error.messageString}' },
      },
    });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
  });

  test('are the service’s own otherwise', () => {
    expect(documentIn(makeApi().stack)).not.toHaveProperty('x-amazon-apigateway-gateway-responses');
  });
});

test.each<[ServerlessApiProps, string]>([
  [{ gatewayResponses: { UNAUTHORISED: {} } }, 'gatewayResponses.UNAUTHORISED is no type of API Gateway'],
  [{ gatewayResponses: { REQUEST_TOO_LARGE: {} } }, 'cannot be changed'],
  [
    { gatewayResponses: { THROTTLED: { status: 200 } } },
    'gatewayResponses.THROTTLED.status must be from 400 to 599, got "200"',
  ],
  [{ binaryMediaTypes: ['png'] }, 'binaryMediaTypes has "png", which is no media type'],
  [{ compression: Size.mebibytes(11) }, 'compression must be at most 10 MiB'],
  [{ description: '' }, 'description must not be empty'],
])('%j is refused', (props, fault) => expect(() => makeApi(props)).toThrow(fault));

test('nothing is said of what is left out', () => {
  Template.fromStack(makeApi().stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    Policy: Match.absent(),
    MinimumCompressionSize: Match.absent(),
  });
});
