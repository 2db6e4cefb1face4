import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Stack, Token } from 'aws-cdk-lib/core';
import {
  ApiDomain,
  type ApiDomainProps,
  Backend,
  type DomainOptions,
  Endpoint,
  ServerlessApi,
  type ServerlessApiProps,
} from '../../../lib';
import { documentIn } from '../fixtures';
import { nagFindings } from '../nag-findings';

const domainName = 'api.example.com';
const routes = { 'GET /orders': { backend: Backend.mock() } };

let stack: Stack;
let hostedZone: route53.IHostedZone;

beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  hostedZone = zoneIn(stack);
});

describe('a domain of one API', () => {
  test('has a certificate, records of both kinds, and the API below it', () => {
    add({ domainName, hostedZone });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: domainName,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: domainName, HostedZoneId: 'Z1' }],
    });
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: domainName,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      RegionalCertificateArn: { Ref: Match.stringLikeRegexp('Certificate') },
    });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', { Name: `${domainName}.`, Type, HostedZoneId: 'Z1' });
    }
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      DomainName: { Ref: Match.stringLikeRegexp('DomainName') },
      BasePath: Match.absent(),
    });
  });

  test('is mapped once the stage stands (aws-cdk #9078)', () => {
    add({ domainName, hostedZone });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      Stage: { Ref: Match.stringLikeRegexp('^ApiStage') },
    });
  });

  test('is the URL of the API, and the only one', () => {
    const api = add({ domainName, hostedZone });
    expect(api.url).toBe('https://api.example.com/');
    expect(api.urlForPath('/orders')).toBe('https://api.example.com/orders');
    expect(api.domain?.domainName).toBe(domainName);
    Template.fromStack(stack).hasOutput('*', { Value: 'https://api.example.com/' });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    expect(documentIn(stack).servers[0]['x-amazon-apigateway-endpoint-configuration']).toEqual({
      disableExecuteApiEndpoint: true,
    });
  });

  test('leaves the other name in place on request', () => {
    add({ domainName, hostedZone, keepExecuteApiEndpoint: true });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
  });

  test('takes a certificate, and makes no records without a zone', () => {
    const api = add({ domainName, certificate: certificateOf('eu-west-1') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    template.hasResourceProperties('AWS::ApiGateway::DomainName', { RegionalCertificateArn: arnOf('eu-west-1') });
    expect(stack.resolve(api.domain?.aliasDomainName)).toEqual({
      'Fn::GetAtt': [expect.stringContaining('DomainName'), 'RegionalDomainName'],
    });
  });

  test('asks clients for certificates', () => {
    const bucket = s3.Bucket.fromBucketName(stack, 'Trust', 'trust');
    const ownershipCertificate = acm.Certificate.fromCertificateArn(stack, 'Own', arnOf('eu-west-1', 'own'));
    add({ domainName, hostedZone, mutualTls: { bucket, key: 'ca.pem', version: 'v2', ownershipCertificate } });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      MutualTlsAuthentication: { TruststoreUri: 's3://trust/ca.pem', TruststoreVersion: 'v2' },
      OwnershipVerificationCertificateArn: arnOf('eu-west-1', 'own'),
    });
  });

  test('compares hosts strictly under the policies for TLS 1.3', () => {
    add({ domainName, hostedZone, securityPolicy: apigateway.SecurityPolicy.TLS13_1_3_2025_09 });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  test('is at the edge when the API is', () => {
    add({ domainName, hostedZone, certificate: certificateOf('us-east-1') }, { endpoint: Endpoint.edge() });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      EndpointConfiguration: { Types: ['EDGE'] },
      CertificateArn: arnOf('us-east-1'),
      RegionalCertificateArn: Match.absent(),
    });
  });

  test('is reached over IPv6 when the API is', () => {
    add({ domainName, hostedZone }, { endpoint: Endpoint.dualStack() });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
    });
  });

  test('adds nothing that cdk-nag has something to say of', () => {
    const findings = nagFindings(add({ domainName, hostedZone }));
    expect(findings).toEqual(['AwsSolutions-APIG2', 'AwsSolutions-APIG3']);
  });
});

describe('the mapping', () => {
  test('has its base path', () => {
    const api = add({ domainName, hostedZone, basePath: 'shop' });
    expect(api.urlForPath('/orders')).toBe('https://api.example.com/shop/orders');
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'shop' });
  });

  test('takes a base path of several segments', () => {
    const api = add({ domainName, hostedZone, basePath: 'shop/v2' });
    expect(api.url).toBe('https://api.example.com/shop/v2/');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::BasePathMapping', 0);
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiMappingKey: 'shop/v2',
      ApiId: { Ref: Match.stringLikeRegexp('RestApi') },
      Stage: { Ref: Match.stringLikeRegexp('^ApiStage') },
    });
  });

  test('keeps its logical id when the API or its base path is renamed (aws-cdk #22416)', () => {
    const idOf = (basePath: string, apiName: string) => {
      const other = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
      new ServerlessApi(other, 'Api', {
        apiName,
        routes,
        domain: { domainName, hostedZone: zoneIn(other), basePath },
      });
      return Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::BasePathMapping'));
    };
    expect(idOf('a', 'first')).toEqual(idOf('b', 'second'));
  });
});

describe('a shared domain', () => {
  test('has several APIs, also of other stacks', () => {
    const domain = new ApiDomain(stack, 'Domain', { domainName, hostedZone });
    const team = new Stack(stack.node.root as App, 'Team', { env: { account: '123456789012', region: 'eu-west-1' } });
    const orders = new ServerlessApi(stack, 'Orders', { routes, domain: { shared: domain, basePath: 'orders' } });
    const users = new ServerlessApi(team, 'Users', { routes, domain: { shared: domain, basePath: 'users' } });
    expect([orders.url, users.url]).toEqual(['https://api.example.com/orders/', 'https://api.example.com/users/']);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::DomainName', 1);
    Template.fromStack(team).hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'users' });
  });

  test('refuses two APIs in one place', () => {
    const domain = new ApiDomain(stack, 'Domain', { domainName, hostedZone });
    new ServerlessApi(stack, 'A', { routes, domain: { shared: domain, basePath: 'a' } });
    expect(() => new ServerlessApi(stack, 'B', { routes, domain: { shared: domain, basePath: 'a' } })).toThrow(
      'Stack/B: the base path "a" of "api.example.com" belongs to "Stack/A" already: give one of them another "basePath"',
    );
  });

  test('refuses a base path of several segments under TLS 1.0', () => {
    const securityPolicy = apigateway.SecurityPolicy.TLS_1_0;
    const domain = { domainName, hostedZone, securityPolicy, basePath: 'a/b' };
    expect(() => add(domain)).toThrow(/needs the securityPolicy TLS_1_2 or a newer one/);
  });

  test('that asks clients for certificates refuses a way past them', () => {
    const mutualTls = { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem' };
    const shared = new ApiDomain(stack, 'Domain', { domainName, hostedZone, mutualTls });
    expect(() => new ServerlessApi(stack, 'A', { routes, domain: { shared, keepExecuteApiEndpoint: true } })).toThrow(
      /domain has "keepExecuteApiEndpoint"/,
    );
  });

  test('refuses a base path of several segments at the edge', () => {
    const certificate = certificateOf('us-east-1');
    const endpointType = apigateway.EndpointType.EDGE;
    const shared = new ApiDomain(stack, 'Domain', { domainName, certificate, endpointType });
    expect(() => new ServerlessApi(stack, 'A', { routes, domain: { shared, basePath: 'a/b' } })).toThrow(
      /"a\/b" has several segments, which an edge-optimized domain does not take/,
    );
  });
});

describe('what is wrong is said', () => {
  const bucketOf = () => s3.Bucket.fromBucketName(stack, 'Trust', 'trust');

  test.each<[string, () => DomainOptions, string]>([
    ['neither a name nor a domain', () => ({}), 'domain must have "domainName" or "shared"'],
    [
      'a shared domain with props of its own',
      () => ({ shared: new ApiDomain(stack, 'D', { domainName, hostedZone }), domainName, hostedZone }),
      'domain has "shared" and "domainName", "hostedZone": a shared domain says these itself',
    ],
    ['slashes around a base path', () => ({ domainName, hostedZone, basePath: '/a' }), 'got "/a"'],
    ['an empty base path', () => ({ domainName, hostedZone, basePath: '' }), 'got ""'],
    [
      'a way past client certificates',
      () => ({ domainName, hostedZone, mutualTls: { bucket: bucketOf(), key: 'k' }, keepExecuteApiEndpoint: true }),
      'callers could go past the client certificates',
    ],
  ])('%s', (_case, domain, message) => {
    expect(() => add(domain())).toThrow(message);
  });

  test('a private API', () => {
    const endpoint = Endpoint.privateTo([{ vpcEndpointId: 'vpce-1' } as any]);
    expect(() => add({ domainName, hostedZone }, { endpoint })).toThrow(/domain is for public APIs/);
  });

  test.each<[string, () => Partial<ApiDomainProps>, string]>([
    ['no certificate and no zone', () => ({}), 'domain must have "certificate", or "hostedZone"'],
    ['a wildcard', () => ({ domainName: '*.example.com', hostedZone }), 'without "*", got "*.example.com"'],
    ['capitals', () => ({ domainName: 'API.example.com', hostedZone }), 'in lower case'],
    ['another zone', () => ({ domainName: 'api.example.org', hostedZone }), 'has no place for "api.example.org"'],
    [
      'a certificate of another region',
      () => ({ certificate: certificateOf('us-east-1') }),
      'must be of the region "eu-west-1" for a regional domain, got one of "us-east-1"',
    ],
    [
      'a regional certificate at the edge',
      () => ({ endpointType: apigateway.EndpointType.EDGE, certificate: certificateOf('eu-west-1') }),
      'must be of the region "us-east-1" for an edge-optimized domain',
    ],
    [
      'a certificate to be made at the edge',
      () => ({ endpointType: apigateway.EndpointType.EDGE, hostedZone }),
      'lives in us-east-1, and this stack in "eu-west-1"',
    ],
    [
      'client certificates at the edge',
      () => ({
        endpointType: apigateway.EndpointType.EDGE,
        certificate: certificateOf('us-east-1'),
        mutualTls: { bucket: bucketOf(), key: 'k' },
      }),
      'mutualTls needs a regional domain',
    ],
    [
      'client certificates with another policy',
      () => ({
        hostedZone,
        securityPolicy: apigateway.SecurityPolicy.TLS_1_0,
        mutualTls: { bucket: bucketOf(), key: 'k' },
      }),
      'mutualTls needs the securityPolicy TLS_1_2, got "TLS_1_0"',
    ],
    ['a private domain', () => ({ hostedZone, endpointType: apigateway.EndpointType.PRIVATE }), 'REGIONAL or EDGE'],
  ])('%s', (_case, props, message) => {
    expect(() => new ApiDomain(stack, 'Domain', { domainName, ...props() })).toThrow(message);
  });

  test('but nothing of what is not known yet', () => {
    const certificate = acm.Certificate.fromCertificateArn(stack, 'C', Token.asString({ Ref: 'Certificate' }));
    expect(() => new ApiDomain(stack, 'Domain', { domainName, certificate })).not.toThrow();
  });
});

function add(domain: DomainOptions, props: ServerlessApiProps = {}): ServerlessApi {
  return new ServerlessApi(stack, 'Api', { routes, domain, ...props });
}

function zoneIn(scope: Stack): route53.IHostedZone {
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
}

function arnOf(region: string, id = 'tls'): string {
  return `arn:aws:acm:${region}:123456789012:certificate/${id}`;
}

function certificateOf(region: string): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(stack, `Certificate in ${region}`, arnOf(region));
}
