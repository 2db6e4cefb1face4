import type { RouteContract } from '../contract/route-contract';

/** The validators that an API may have: one for each combination of checks. */
const VALIDATORS: Readonly<Record<string, object>> = {
  all: { validateRequestBody: true, validateRequestParameters: true },
  body: { validateRequestBody: true, validateRequestParameters: false },
  parameters: { validateRequestBody: false, validateRequestParameters: true },
};

export function validatorOf({ checksBody, checksParameters }: RouteContract): string | undefined {
  if (checksBody) return checksParameters ? 'all' : 'body';
  return checksParameters ? 'parameters' : undefined;
}

/** Those of the validators that are in use. */
export function renderValidators(contracts: readonly RouteContract[]): Record<string, object> | undefined {
  const used = new Set(contracts.map(validatorOf).filter((name) => name !== undefined));
  if (used.size === 0) return undefined;
  return Object.fromEntries(Object.entries(VALIDATORS).filter(([name]) => used.has(name)));
}
