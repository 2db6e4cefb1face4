import type { IntegrationType } from '../../model';
import { awsIntegration } from './aws';
import { httpIntegration } from './http';
import { httpProxyIntegration } from './http-proxy';
import type { Integration } from './integration';
import { lambdaProxyIntegration } from './lambda-proxy';
import { mockIntegration } from './mock';

/** The kind of backend that stands behind each type of integration. */
export function integrationOf(type: IntegrationType): Integration {
  switch (type) {
    case 'AWS':
      return awsIntegration;
    case 'AWS_PROXY':
      return lambdaProxyIntegration;
    case 'HTTP':
      return httpIntegration;
    case 'HTTP_PROXY':
      return httpProxyIntegration;
    case 'MOCK':
      return mockIntegration;
  }
}
