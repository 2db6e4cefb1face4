import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ApiDomainOptions } from './api-domain-options';

/** Where CloudFront takes its certificates from. */
const EDGE_REGION = 'us-east-1';

export function makeCertificate(
  scope: Construct,
  domainName: string,
  hostedZone: route53.IHostedZone,
): acm.Certificate {
  const validation = acm.CertificateValidation.fromDns(hostedZone);
  return new acm.Certificate(scope, 'Certificate', { domainName, validation });
}

/** Why a domain of a stack in a region cannot have the certificate; nothing if it can. */
export function findCertificateFaults(
  region: string,
  options: ApiDomainOptions & { readonly endpointType?: apigateway.EndpointType },
): string[] {
  const { certificate, hostedZone, endpointType } = options;
  const isEdge = endpointType === apigateway.EndpointType.EDGE;
  if (!certificate && !hostedZone) {
    return ['domain must have "certificate", or "hostedZone" for the records that prove one which is made'];
  }
  const wanted = isEdge ? EDGE_REGION : region;
  if (!certificate) {
    if (!differ(region, wanted)) return [];
    return [
      `domain must have "certificate": one of an edge-optimized domain lives in ${EDGE_REGION}, and this stack in "${region}"`,
    ];
  }
  const { certificateArn } = certificate.certificateRef;
  const found = Token.isUnresolved(certificateArn) ? certificate.env.region : certificateArn.split(':')[3];
  if (!differ(found, wanted)) return [];
  const kind = isEdge ? 'an edge-optimized' : 'a regional';
  return [`domain.certificate must be of the region "${wanted}" for ${kind} domain, got one of "${found}"`];
}

function differ(left: string, right: string): boolean {
  return !Token.isUnresolved(left) && !Token.isUnresolved(right) && left !== right;
}
