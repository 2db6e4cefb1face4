export { authorize } from './authorize';
export { LocalKeys } from './cognito/local-keys';
export { mintToken, type TokenMint, type TokenSubject } from './cognito/mint-token';
export { type ConditionSource, conditionContext, type SignedPrincipal } from './condition-context';
export {
  type CallerCredentials,
  credentialsForFunction,
  credentialsForRole,
  type RoleCredentials,
  type RoleSessionOptions,
} from './credentials';
export { authenticate, evaluateIdentityPolicies, identityOf } from './iam';
export { type AuthorizerInvocation, invokeAuthorizer } from './lambda/invoke-authorizer';
export { identityValue } from './lambda/identity-source';
export { maskAccount } from './method-arn';
export * from './policy';
export { refuseByPolicy } from './resource-policy';
export * from './sigv4';
