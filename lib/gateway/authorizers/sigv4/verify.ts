import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock';
import { headerValue, type RawRequest } from '../../server/raw';
import { Refusal, type RefusalOptions } from '../../rest/refusal';
import { type PresentedSignature, readSignature } from './authorization';
import { canonicalRequest, hashBytes, scopeText, signatureOf, stringToSign } from './canonical-request';
import { basicTimestamp, parseBasicTimestamp } from './timestamp';

const SKEW_MS = 5 * 60_000;

/** Keys that signatures are checked against. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch from which on they are refused. */
  readonly expiresAt?: number;
}

export interface VerifyOptions<T extends SigningCredentials> {
  /** `execute-api`, `lambda` … */
  readonly service: string;
  readonly region: string;
  /** Finds the keys of an access key id; the session token is the one that was sent with it. */
  readonly credentials: (accessKeyId: string, sessionToken: string | undefined) => T | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Checks a Signature Version 4, in the header or in the query, and answers whose it is.
 * @throws Refusal in the service's words.
 */
export function verifySignature<T extends SigningCredentials>(request: RawRequest, options: VerifyOptions<T>): T {
  const presented = readSignature(request);
  checkScope(presented, options);
  const found = findCredentials(presented, options);
  checkTime(presented, options.clock.now());
  checkSignedHeaders(presented, request);
  checkMatch(presented, request, found);
  return found;
}

function findCredentials<T extends SigningCredentials>(presented: PresentedSignature, options: VerifyOptions<T>): T {
  const found = options.credentials(presented.accessKeyId, presented.sessionToken);
  if (!found || found.sessionToken !== presented.sessionToken) {
    const fault = found ? 'its session token is not the one of these keys' : 'nobody here has this access key id';
    throw refuse(
      'The security token included in the request is invalid.',
      `access key "${presented.accessKeyId}": ${fault}`,
      'UnrecognizedClientException',
    );
  }
  if (found.expiresAt !== undefined && found.expiresAt <= options.clock.now()) {
    throw new Refusal('EXPIRED_TOKEN', {
      message: 'The security token included in the request is expired',
      errorType: 'ExpiredTokenException',
      reason: `the session of access key "${presented.accessKeyId}" has expired`,
    });
  }
  return found;
}

function checkScope({ scope, timestamp }: PresentedSignature, options: VerifyOptions<SigningCredentials>): void {
  const [date, region, service, terminator] = scope;
  const faults: string[] = [];
  if (date !== timestamp.slice(0, 8)) {
    faults.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    );
  }
  if (region !== options.region) {
    faults.push(`Credential should be scoped to a valid region, not '${region}'. `);
  }
  if (service !== options.service) {
    faults.push(`Credential should be scoped to correct service: '${options.service}'. `);
  }
  if (terminator !== 'aws4_request') {
    faults.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`);
  }
  if (faults.length === 0) return;
  const reason =
    region === options.region ? faults.join(' ') : `signed for "${region}", this API is in "${options.region}"`;
  throw refuse(faults.join(' ').trimEnd(), reason);
}

function checkTime(presented: PresentedSignature, now: number): void {
  const signedAt = parseBasicTimestamp(presented.timestamp) ?? 0;
  const lifeMs = presented.expires === undefined ? SKEW_MS : presented.expires * 1000;
  const life = `${presented.expires === undefined ? '5 min' : `${presented.expires} s`}.`;
  if (signedAt + lifeMs < now) {
    const message = `Signature expired: ${presented.timestamp} is now earlier than ${basicTimestamp(now - lifeMs)} (${basicTimestamp(now)} - ${life})`;
    throw refuse(message, message);
  }
  if (signedAt - SKEW_MS > now) {
    const message = `Signature not yet current: ${presented.timestamp} is still later than ${basicTimestamp(now + SKEW_MS)} (${basicTimestamp(now)} + 5 min.)`;
    throw refuse(message, message);
  }
}

/** Host and every `x-amz-` header that is present must be signed; else they could be changed on the way. */
function checkSignedHeaders(presented: PresentedSignature, request: RawRequest): void {
  const signed = new Set(presented.signedHeaders.split(';'));
  if (!signed.has('host')) {
    const message = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    throw refuse(message, message);
  }
  const loose = request.headers.find(([name]) => /^x-amz-/i.test(name) && !signed.has(name.toLowerCase()));
  if (!loose) return;
  const message = `There were headers present in the request which were not signed: ${loose[0].toLowerCase()}`;
  throw refuse(message, message);
}

function checkMatch(presented: PresentedSignature, request: RawRequest, credentials: SigningCredentials): void {
  const [date, region, service] = presented.scope;
  const scope = { date, region, service };
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: request.query,
    headers: request.headers,
    signedHeaders: presented.signedHeaders,
    payloadHash: payloadHash(presented, request, service),
    service,
  });
  const toSign = stringToSign(canonical, presented.timestamp, scope);
  const expected = Buffer.from(signatureOf(toSign, credentials.secretAccessKey, scope));
  const actual = Buffer.from(presented.signature, 'latin1');
  if (expected.length === actual.length && timingSafeEqual(expected, actual)) return;
  throw refuse(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.' +
      `\n\nThe Canonical String for this request should have been\n'${canonical}'` +
      `\n\nThe String-to-Sign should have been\n'${toSign}'\n`,
    `the signature of access key "${presented.accessKeyId}" for ${scopeText(scope)} does not match`,
  );
}

/** Only S3 takes a body that is not signed. */
function payloadHash(presented: PresentedSignature, request: RawRequest, service: string): string {
  const declared = headerValue(request.headers, 'x-amz-content-sha256');
  const unsigned = declared === 'UNSIGNED-PAYLOAD' || (declared === undefined && presented.form === 'query');
  return service === 's3' && unsigned ? 'UNSIGNED-PAYLOAD' : hashBytes(request.body);
}

function refuse(message: string, reason: string, errorType: RefusalOptions['errorType'] = 'InvalidSignatureException') {
  return new Refusal('INVALID_SIGNATURE', { message, errorType, reason });
}
