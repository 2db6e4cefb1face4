import type { IntegrationType } from '../../model';
import type { Integration } from './integration';

/** The kind of backend that stands behind each type of integration; its code is loaded at its first call. */
const LOADERS: Readonly<Record<IntegrationType, () => Integration>> = {
  AWS: () => (require('./aws') as typeof import('./aws')).awsIntegration,
  AWS_PROXY: () => (require('./lambda-proxy') as typeof import('./lambda-proxy')).lambdaProxyIntegration,
  HTTP: () => (require('./http') as typeof import('./http')).httpIntegration,
  HTTP_PROXY: () => (require('./http-proxy') as typeof import('./http-proxy')).httpProxyIntegration,
  MOCK: () => (require('./mock') as typeof import('./mock')).mockIntegration,
};

const loaded = new Map<IntegrationType, Integration>();

export function integrationOf(type: IntegrationType): Integration {
  const known = loaded.get(type);
  if (known) return known;
  const integration = LOADERS[type]();
  loaded.set(type, integration);
  return integration;
}
