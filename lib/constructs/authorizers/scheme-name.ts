import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';

/**
 * Name of a security scheme. Equal schemes have equal names, so that routes share one authorizer of the ten that an API
 * may have; it depends neither on the order of routes nor on values that are known at deployment only.
 */
export function nameScheme(kind: string, constructs: readonly IConstruct[], options: object): string {
  const [first] = constructs;
  const text = JSON.stringify([kind, constructs.map(({ node }) => node.addr), options]);
  const label = first?.node.id.replace(/[^A-Za-z0-9]/g, '') ?? '';
  return `${kind}${label}${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
