import { JavaMap, renderVelocity, toValue } from '../../../lib/gateway/vtl';
import type { Limits } from '../../../lib/gateway/vtl';

/** Renders with plain variables. */
export function render(template: string, variables: Record<string, unknown> = {}, limits?: Partial<Limits>): string {
  const values = toValue(variables) as JavaMap;
  return renderVelocity(template, new Map([...values.entries].map(([k, v]) => [String(k), v])), limits);
}
