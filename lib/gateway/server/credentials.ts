import { randomBytes } from 'node:crypto';
import type { LocalCredentials } from '../services';

/** The keys that local callers sign with: those of the environment, or a pair made for this gateway. */
export function localCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  accountId: string,
): LocalCredentials {
  const identity = { userArn: `arn:aws:iam::${accountId}:user/local`, accountId };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId && secretAccessKey) {
    return { ...identity, accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN, generated: false };
  }
  return {
    ...identity,
    accessKeyId: `AKIA${randomText(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    generated: true,
  };
}

function randomText(length: number, letters: string): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
}
