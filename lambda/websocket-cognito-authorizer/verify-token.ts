import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { FetchError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** What a token says of its user. */
export interface Claims {
  readonly sub: string;
  readonly scope?: unknown;
  readonly [name: string]: unknown;
}

const { USER_POOL_IDS = '', SCOPES, AUDIENCE } = process.env;
const endpoint = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? process.env.AWS_ENDPOINT_URL;
const audience = AUDIENCE === undefined ? undefined : new RegExp(`^(?:${AUDIENCE})$`);

const verifier = CognitoJwtVerifier.create(
  USER_POOL_IDS.split(',').map((userPoolId) => ({
    userPoolId,
    tokenUse: SCOPES === undefined ? ('id' as const) : ('access' as const),
    clientId: null,
  })),
  endpoint === undefined ? undefined : { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchFromEndpoint } }) },
);

/** The claims of a good token, nothing of a bad one. @throws Error when the keys of the pool cannot be had */
export async function verifyToken(token: string): Promise<Claims | undefined> {
  try {
    const claims = (await verifier.verify(token)) as unknown as Claims;
    return isForAudience(claims) ? claims : undefined;
  } catch (error) {
    if (error instanceof FetchError) throw error;
    console.info('refused a token:', (error as Error).message);
    return undefined;
  }
}

function isForAudience({ aud, client_id: client }: Claims): boolean {
  return audience === undefined || audience.test(String(aud ?? client));
}

/** The pool's keys from where the environment sends calls of Cognito, as the SDK does. */
async function fetchFromEndpoint(uri: string): Promise<ArrayBuffer> {
  const url = new URL(new URL(uri).pathname, endpoint);
  const response = await fetch(url).catch((error: Error) => {
    throw new FetchError(url.href, error);
  });
  if (!response.ok) throw new FetchError(url.href, `the answer has status ${response.status}`);
  return response.arrayBuffer();
}
