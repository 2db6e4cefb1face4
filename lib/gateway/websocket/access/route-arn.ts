import type { Origin } from '../../model';

/** ARN of something behind a stage: `$connect`, `POST/@connections/ID`. */
export function routeArn(
  {
    api,
    stage,
  }: { readonly api: { readonly id: string; readonly origin: Origin }; readonly stage: { readonly name: string } },
  rest: string,
): string {
  const { region, accountId } = api.origin;
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/${stage.name}/${rest}`;
}
