export { type PresentedSignature, readSignature, refuseUnsigned } from './authorization';
export { presignTarget, type SignOptions, signRequest, type UnsignedRequest } from './sign';
export { type SigningCredentials, type VerifyOptions, verifySignature } from './verify';
