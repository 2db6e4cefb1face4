import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { ApiDomain } from './api-domain';
import type { ApiDomainOptions } from './api-domain-options';
import type { Endpoint } from './endpoint';

/** A domain name of one's own for an API: one that is made for it, or `shared` with others. */
export interface DomainOptions extends ApiDomainOptions {
  /**
   * Name of a domain that is made for this API: `api.example.com`.
   *
   * @default - the domain is `shared`
   */
  readonly domainName?: string;

  /**
   * A domain that several APIs stand on, each below a base path of its own.
   *
   * @default - a domain is made, named `domainName`
   */
  readonly shared?: ApiDomain;

  /**
   * Path below which the API stands, without slashes around it: `orders`, `shop/orders`. The API itself does not see it, but for
   * the path in its events. More than one segment needs a regional domain.
   *
   * @default - the API has the whole domain
   */
  readonly basePath?: string;

  /**
   * Whether the API is reached under the name that API Gateway gave it as well, past the domain and whatever it asks of clients.
   *
   * @default false
   */
  readonly keepExecuteApiEndpoint?: boolean;
}

const SEGMENT = /^[A-Za-z0-9$_.+!*'()-]+$/;
const LONGEST_BASE_PATH = 300;

/** What is wrong with the options of an API with this endpoint; nothing if they are good. */
export function findDomainFaults(options: DomainOptions, { config }: Endpoint): string[] {
  const { domainName, shared, basePath, keepExecuteApiEndpoint: _keep, ...own } = options;
  const faults: string[] = [];
  if (domainName === undefined && !shared) faults.push('domain must have "domainName" or "shared"');
  if (shared) {
    const beside = Object.entries({ domainName, ...own }).filter(([, value]) => value !== undefined);
    const names = beside.map(([name]) => `"${name}"`).join(', ');
    if (names) faults.push(`domain has "shared" and ${names}: a shared domain says these itself, leave them out here`);
  }
  if (config.endpointType === apigateway.EndpointType.PRIVATE) {
    faults.push('domain is for public APIs: a private one is reached by the names of its VPC endpoints');
  }
  const fault = basePath === undefined ? undefined : findBasePathFault(basePath);
  return fault === undefined ? faults : [...faults, fault];
}

function findBasePathFault(basePath: string): string | undefined {
  const isGood = basePath.length <= LONGEST_BASE_PATH && basePath.split('/').every((segment) => SEGMENT.test(segment));
  if (isGood) return undefined;
  return (
    `domain.basePath must be segments of letters, digits and "$-_.+!*'()" without slashes around them, ` +
    `at most ${LONGEST_BASE_PATH} characters, got "${basePath}"`
  );
}
