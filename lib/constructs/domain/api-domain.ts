/** A domain name of one's own with its certificate and DNS records, on which several APIs may stand, each below a base path. */
export interface ApiDomainOptions {
  /** Name of the domain: `api.example.com`. */
  readonly domainName: string;
}
