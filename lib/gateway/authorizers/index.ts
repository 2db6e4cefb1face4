export { authorize } from './authorize';
export { KEY_FILE, LocalKeys } from './cognito/local-keys';
export { mintToken, type TokenMint, type TokenSubject } from './cognito/mint-token';
export { credentialsForRole, type RoleCredentials, type RoleSessionOptions } from './credentials';
export { authenticate, evaluateIdentityPolicies, identityOf } from './iam';
export * from './policy';
export * from './sigv4';
