import type * as s3 from 'aws-cdk-lib/aws-s3';

/** Clients must show a certificate that one of the authorities in a truststore has signed. */
export interface MutualTlsOptions {
  /** Bucket of the truststore. */
  readonly bucket: s3.IBucket;

  /** Key of the truststore, a file of certificates in PEM. */
  readonly key: string;
}
