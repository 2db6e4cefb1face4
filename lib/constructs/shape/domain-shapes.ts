import type { MutualTlsOptions, ApiDomainOptions } from '../domain/api-domain-options';
import type { ApiDomainProps } from '../domain/api-domain';
import type { DomainOptions } from '../domain/domain-options';
import type { Shape } from './shape';

export const MUTUAL_TLS_OPTIONS: Shape<MutualTlsOptions> = {
  members: { bucket: 'required', key: 'required', version: 'optional', ownershipCertificate: 'optional' },
};

export const API_DOMAIN_OPTIONS: Shape<ApiDomainOptions> = {
  members: {
    hostedZone: 'optional',
    certificate: 'optional',
    mutualTls: MUTUAL_TLS_OPTIONS,
    securityPolicy: 'optional',
    endpointAccessMode: 'optional',
  },
};

export const API_DOMAIN_PROPS: Shape<ApiDomainProps> = {
  members: {
    ...API_DOMAIN_OPTIONS.members,
    domainName: 'required',
    endpointType: 'optional',
    ipAddressType: 'optional',
  },
};

export const DOMAIN_OPTIONS: Shape<DomainOptions> = {
  members: {
    ...API_DOMAIN_OPTIONS.members,
    domainName: 'optional',
    shared: 'optional',
    basePath: 'optional',
    keepExecuteApiEndpoint: 'optional',
  },
};
