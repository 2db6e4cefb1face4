export { authorize } from './authorize';
export { credentialsForRole, type RoleCredentials, type RoleSessionOptions } from './credentials';
export { authenticate, evaluateIdentityPolicies, identityOf } from './iam';
export * from './policy';
export * from './sigv4';
