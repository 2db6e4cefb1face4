import type { MutualTlsOptions, ApiDomainOptions } from '../domain/api-domain-options';
import type { ApiDomainProps } from '../domain/api-domain';
import type { DomainOptions } from '../domain/domain-options';
import type { Shape } from './shape';

export const MUTUAL_TLS_OPTIONS: Shape<MutualTlsOptions> = {
  members: { bucket: 'object!', key: 'text!', version: 'text', ownershipCertificate: 'object' },
};

export const API_DOMAIN_OPTIONS: Shape<ApiDomainOptions> = {
  members: {
    hostedZone: 'object',
    certificate: 'object',
    mutualTls: MUTUAL_TLS_OPTIONS,
    securityPolicy: 'text',
    endpointAccessMode: 'text',
  },
};

export const API_DOMAIN_PROPS: Shape<ApiDomainProps> = {
  members: {
    ...API_DOMAIN_OPTIONS.members,
    domainName: 'text!',
    endpointType: 'text',
    ipAddressType: 'text',
  },
};

export const DOMAIN_OPTIONS: Shape<DomainOptions> = {
  members: {
    ...API_DOMAIN_OPTIONS.members,
    domainName: 'text',
    shared: 'apiDomain',
    basePath: 'text',
    keepExecuteApiEndpoint: 'flag',
  },
};
