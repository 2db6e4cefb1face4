import type { IntegrationType } from '../../model';
import { awsIntegration } from './aws';
import { httpCustomIntegration } from './http-custom';
import { httpProxyIntegration } from './http-proxy';
import type { Integration } from './integration';
import { lambdaProxyIntegration } from './lambda-proxy';
import { mockIntegration } from './mock';

export { closeIdleConnections } from './http/client';

/** The kind of backend that stands behind each type of integration. */
export const integrations: Readonly<Record<IntegrationType, Integration>> = {
  AWS: awsIntegration,
  AWS_PROXY: lambdaProxyIntegration,
  HTTP: httpCustomIntegration,
  HTTP_PROXY: httpProxyIntegration,
  MOCK: mockIntegration,
};
