import type { AssemblyModel, UserPoolModel } from '../../model';

/** A pool of the template, or a real one by its ARN. */
export function poolOfArn(model: Pick<AssemblyModel, 'userPools'>, arn: string): UserPoolModel | undefined {
  const known = model.userPools.find((pool) => pool.arn === arn);
  if (known) return known;
  const [, partition, region, accountId, id] = /^arn:([^:]+):cognito-idp:([^:]+):(\d+):userpool\/(.+)$/.exec(arn) ?? [];
  if (id === undefined) return undefined;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    origin: { stack: '', logicalId: '', path: arn, region, accountId },
    id,
    arn,
    issuer: `https://cognito-idp.${region}.${domain}/${id}`,
    clients: [],
    local: false,
  };
}

/** The issuer that a token claims, before anything of it is believed. */
export function issuerOf(token: string): string | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const { iss } = JSON.parse(Buffer.from(parts[1], 'base64url').toString()) as { iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}
