import type { RoutedCall } from '../rest/call';

/** ARN of what is called: the actual method and path, not the resource's template. */
export function methodArn(call: RoutedCall): string {
  const path = call.path.slice(call.basePath?.length ?? 0).replace(/^\//, '');
  return executeArn(call, `${call.request.method}/${path}`);
}

export function executeArn(call: Pick<RoutedCall, 'api' | 'stage'>, rest: string): string {
  const { region, accountId } = call.api.origin;
  return `arn:aws:execute-api:${region}:${accountId}:${call.api.id}/${call.stage.name}/${rest}`;
}

/** As it stands in messages to clients: only the end of the account id. */
export function maskAccount(arn: string): string {
  return arn.replace(/^((?:[^:]*:){4})\d+(\d{4}):/, '$1********$2:');
}
