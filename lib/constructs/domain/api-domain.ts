import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { ApiDomainOptions } from './api-domain-options';
import { findCertificateFaults, makeCertificate } from './certificate';
import { checkProps } from '../shape/check-props';
import { API_DOMAIN_PROPS } from '../shape/domain-shapes';

/** Properties of `ApiDomain`. */
export interface ApiDomainProps extends ApiDomainOptions {
  /** Name of the domain: `api.example.com`. */
  readonly domainName: string;

  /**
   * Where the domain ends: in a region, or at CloudFront's edge locations.
   *
   * @default EndpointType.REGIONAL
   */
  readonly endpointType?: apigateway.EndpointType;

  /**
   * Addresses under which the domain is reached.
   *
   * @default - those of the API that makes it, and IPv4 alone for one that is shared
   */
  readonly ipAddressType?: apigateway.IpAddressType;
}

/**
 * A domain name with its certificate and its records. An API's `domain` makes one for itself; several APIs, each below a base path of its own, share
 * one that is made here.
 *
 * @example
 * const domain = new ApiDomain(this, 'Domain', { domainName: 'api.example.com', hostedZone });
 * new ServerlessApi(this, 'Orders', { domain: { shared: domain, basePath: 'orders' } });
 * new ServerlessApi(this, 'Users', { domain: { shared: domain, basePath: 'users' } });
 */
export class ApiDomain extends Construct {
  /** Name of the domain. */
  public readonly domainName: string;

  /** The inner domain name. */
  public readonly domain: apigateway.DomainName;

  /** Where records outside of the hosted zone have to point. */
  public readonly aliasDomainName: string;

  /** @internal */
  public readonly _endpointType: apigateway.EndpointType;

  /** @internal */
  public readonly _asksForCertificates: boolean;

  private readonly isOfTls10: boolean;
  private readonly basePaths = new Map<string, string>();
  private protocol?: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    checkProps(this, props, API_DOMAIN_PROPS);
    const { domainName, hostedZone, mutualTls, securityPolicy = apigateway.SecurityPolicy.TLS_1_2 } = props;
    this.domainName = domainName;
    this._endpointType = props.endpointType ?? apigateway.EndpointType.REGIONAL;
    this._asksForCertificates = mutualTls !== undefined;
    this.isOfTls10 = securityPolicy === apigateway.SecurityPolicy.TLS_1_0;
    const faults = [...findFaults(props), ...findCertificateFaults(Stack.of(this).region, props)];
    if (faults.length > 0) throw new ConstructError(this, faults);
    const isEnhanced = securityPolicy.startsWith('SecurityPolicy_');
    this.domain = new apigateway.DomainName(this, 'DomainName', {
      domainName,
      endpointType: this._endpointType,
      certificate: props.certificate ?? makeCertificate(this, domainName, hostedZone as route53.IHostedZone),
      securityPolicy,
      endpointAccessMode: props.endpointAccessMode ?? (isEnhanced ? apigateway.EndpointAccessMode.STRICT : undefined),
      mtls: mutualTls && { bucket: mutualTls.bucket, key: mutualTls.key, version: mutualTls.version },
    });
    // The L2 has no words for these.
    const resource = this.domain.node.defaultChild as apigateway.CfnDomainName;
    resource.ownershipVerificationCertificateArn = mutualTls?.ownershipCertificate?.certificateRef.certificateArn;
    const { ipAddressType } = props;
    if (ipAddressType) resource.endpointConfiguration = { types: [this._endpointType], ipAddressType };
    this.aliasDomainName = this.domain.domainNameAliasDomainName;
    if (hostedZone) addRecords(this, domainName, hostedZone, this.domain);
  }

  /**
   * Takes in an API at a base path, or throws what keeps it out.
   *
   * @internal
   */
  public _claim(basePath: string, owner: Construct, protocol: 'REST' | 'WEBSOCKET'): void {
    const other = this.basePaths.get(basePath);
    if (other !== undefined) {
      const where = basePath === '' ? 'the whole domain' : `the base path "${basePath}"`;
      throw new ConstructError(
        owner,
        `${where} of "${this.domainName}" belongs to "${other}" already: give one of them another "basePath"`,
      );
    }
    if (this.protocol !== undefined && this.protocol !== protocol) {
      throw new ConstructError(
        owner,
        `"${this.domainName}" has a ${this.protocol} API, and a ${protocol} API cannot share its domain: make another`,
      );
    }
    if (basePath.includes('/') && this._endpointType === apigateway.EndpointType.EDGE) {
      throw new ConstructError(
        owner,
        `domain.basePath "${basePath}" has several segments, which an edge-optimized domain does not take`,
      );
    }
    if (basePath.includes('/') && this.isOfTls10) {
      throw new ConstructError(
        owner,
        `domain.basePath "${basePath}" has several segments, which needs the securityPolicy TLS_1_2 or a newer one`,
      );
    }
    this.basePaths.set(basePath, owner.node.path);
    this.protocol = protocol;
  }
}

function addRecords(
  scope: Construct,
  domainName: string,
  zone: route53.IHostedZone,
  domain: apigateway.IDomainName,
): void {
  const target = route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(domain));
  const recordName = `${domainName}.`;
  new route53.ARecord(scope, 'Ipv4', { zone, recordName, target });
  new route53.AaaaRecord(scope, 'Ipv6', { zone, recordName, target });
}

function findFaults({ domainName, hostedZone, mutualTls, securityPolicy, endpointType }: ApiDomainProps): string[] {
  const faults: string[] = [];
  if (!Token.isUnresolved(domainName) && !/^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domainName)) {
    faults.push(`domainName must be a whole name in lower case, without "*", got "${domainName}"`);
  }
  if (hostedZone && !isInZone(domainName, hostedZone.zoneName)) {
    faults.push(
      `hostedZone "${hostedZone.zoneName}" has no place for "${domainName}": take the zone that the name ends with`,
    );
  }
  if (endpointType === apigateway.EndpointType.PRIVATE) {
    faults.push('endpointType must be REGIONAL or EDGE: private APIs are reached by the names of their VPC endpoints');
  }
  if (mutualTls && endpointType === apigateway.EndpointType.EDGE) {
    faults.push('mutualTls needs a regional domain: edge-optimized ones cannot ask clients for certificates');
  }
  if (mutualTls && securityPolicy !== undefined && securityPolicy !== apigateway.SecurityPolicy.TLS_1_2) {
    faults.push(`mutualTls needs the securityPolicy TLS_1_2, got "${securityPolicy}"`);
  }
  return faults;
}

function isInZone(domainName: string, zoneName: string): boolean {
  if (Token.isUnresolved(domainName) || Token.isUnresolved(zoneName)) return true;
  const zone = zoneName.replace(/\.$/, '').toLowerCase();
  return domainName === zone || domainName.endsWith(`.${zone}`);
}
