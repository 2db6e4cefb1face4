import type { TokenSubject } from '../authorizers';
import { GatewayError } from '../errors';
import type { AssemblyArguments } from './arguments';

export interface TokenArguments extends AssemblyArguments {
  readonly name: 'token';
  readonly subject: TokenSubject;
}

export const TOKEN_OPTIONS = {
  sub: { type: 'string' },
  groups: { type: 'string', multiple: true },
  scopes: { type: 'string', multiple: true },
  claim: { type: 'string', multiple: true },
  pool: { type: 'string' },
  client: { type: 'string' },
  use: { type: 'string' },
  expires: { type: 'string' },
} as const;

export const TOKEN_HELP = `Options of token
  --sub SUB                who the token is for
  --groups A,B             groups of the user
  --scopes A,B             scopes of an access token
  --claim NAME=VALUE       another claim, any number of times
  --pool POOL              id, logical id or path of the user pool (default: the only one)
  --client CLIENT          id or name of the app client (default: the first with the scopes)
  --use id|access          (default: access with scopes, else id)
  --expires TIME           90s, 30m, 1h, 7d (default: 1h)
`;

export interface TokenValues {
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly scopes?: readonly string[];
  readonly pool?: string;
  readonly client?: string;
  readonly use?: string;
  readonly expires?: string;
}

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Reads the options of `gatehouse token`. @throws GatewayError */
export function readSubject(values: TokenValues, claims: Readonly<Record<string, string>>): TokenSubject {
  if (!values.sub) throw invalid('token needs --sub, the user that the token is for');
  if (values.use !== undefined && values.use !== 'id' && values.use !== 'access') {
    throw invalid(`--use must be id or access, got "${values.use}"`);
  }
  return {
    sub: values.sub,
    groups: listOf(values.groups),
    scopes: listOf(values.scopes),
    pool: values.pool,
    client: values.client,
    use: values.use,
    expiresInSeconds: secondsOf(values.expires ?? '1h'),
    claims,
  };
}

/** Names with commas or blanks between them, in one option or several. */
function listOf(texts: readonly string[] = []): string[] {
  return texts.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== '');
}

function secondsOf(text: string): number {
  const [, count, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw invalid(`--expires must be a time like 90s, 30m, 1h or 7d, got "${text}"`);
  }
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

function invalid(message: string): GatewayError {
  return new GatewayError('OPTION_INVALID', message);
}
