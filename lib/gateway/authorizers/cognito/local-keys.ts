import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What local tokens are signed with and checked against. */
export interface LocalKeyPair {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** Public half, as a pool publishes its own. */
  readonly jwks: { readonly keys: readonly LocalJwk[] };
}

export interface LocalJwk {
  readonly kty: 'RSA';
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

const KEY_ID = 'gatehouse-local';

/**
 * The key pair behind the user pools of the template: made on first use, kept in a file that only its owner
 * reads, so that tokens of the command line are good for the gateway and stay good when it starts again.
 */
export class LocalKeys {
  private pair?: LocalKeyPair;

  constructor(private readonly file?: string) {}

  get(): LocalKeyPair {
    this.pair ??= toKeyPair(this.read() ?? this.make());
    return this.pair;
  }

  /** RS256 signature of a text, base64url. */
  sign(text: string): string {
    return sign('RSA-SHA256', Buffer.from(text), this.get().privateKey).toString('base64url');
  }

  private read(): string | undefined {
    if (this.file === undefined) return undefined;
    try {
      const { privateKey } = JSON.parse(readFileSync(this.file, 'utf8')) as { privateKey?: unknown };
      if (typeof privateKey !== 'string') throw new Error('it has no privateKey');
      createPrivateKey(privateKey);
      chmodSync(this.file, 0o600);
      return privateKey;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(
        `"${this.file}" holds no key pair (${(error as Error).message}): delete it, and a new one is made`,
        { cause: error },
      );
    }
  }

  private make(): string {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    return this.file === undefined ? pem : this.write(this.file, pem);
  }

  /** Whoever wrote the file first wins, so that two processes that start together share one pair. */
  private write(file: string, pem: string): string {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (basename(dirname(file)) === '.gatehouse') writeFileSync(join(dirname(file), '.gitignore'), '*\n');
    try {
      writeFileSync(file, JSON.stringify({ privateKey: pem }), { mode: 0o600, flag: 'wx' });
      return pem;
    } catch (error) {
      const existing = (error as NodeJS.ErrnoException).code === 'EEXIST' ? this.read() : undefined;
      if (existing === undefined) throw error;
      return existing;
    }
  }
}

function toKeyPair(pem: string): LocalKeyPair {
  const privateKey = createPrivateKey(pem);
  const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string };
  return {
    keyId: KEY_ID,
    privateKey,
    jwks: { keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: KEY_ID, n, e }] },
  };
}
