import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { aws_certificatemanager as references } from 'aws-cdk-lib/interfaces';

/** Clients must show a certificate that an authority of a truststore has signed. */
export interface MutualTlsOptions {
  /** Bucket of the truststore. */
  readonly bucket: s3.IBucket;

  /** Key of the truststore, a file of certificates in PEM. */
  readonly key: string;

  /**
   * Version of the truststore. Without it API Gateway notices no change of the file.
   *
   * @default - the version that is there when the domain is made
   */
  readonly version?: string;

  /**
   * A public certificate of ACM for the domain's name, which proves that the name is yours when the domain's own certificate is imported or from
   * a private authority.
   *
   * @default - the domain's own certificate proves it
   */
  readonly ownershipCertificate?: references.ICertificateRef;
}

/** What a domain is made of. */
export interface ApiDomainOptions {
  /**
   * Zone for the records of the domain, and for those that prove a certificate that is made.
   *
   * @default - no records are made: let one point at `aliasDomainName`
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * Certificate of the domain, in the API's region; of an edge-optimized one, in us-east-1.
   *
   * @default - one is made, and proved by records in the hosted zone
   */
  readonly certificate?: references.ICertificateRef;

  /**
   * Clients must show a certificate, too.
   *
   * @default - clients show none
   */
  readonly mutualTls?: MutualTlsOptions;

  /**
   * Oldest version of TLS, and ciphers.
   *
   * @default SecurityPolicy.TLS_1_2
   */
  readonly securityPolicy?: apigateway.SecurityPolicy;

  /**
   * How strictly hosts are compared, which the policies for TLS 1.3 (`SecurityPolicy_…`) ask for.
   *
   * @default - nothing for TLS 1.0 and 1.2, `EndpointAccessMode.STRICT` for the others
   */
  readonly endpointAccessMode?: apigateway.EndpointAccessMode;
}
