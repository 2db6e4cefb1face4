import type { Gateway } from '../gateway';
import type { Origin } from '../model';
import { describeRoutes, type RouteRow } from '../template';

/** What is served where, for people. */
export function formatStart(
  { apis, credentials, model }: Pick<Gateway, 'apis' | 'credentials' | 'model'>,
  nodeVersion = process.versions.node,
): string {
  const rows = describeRoutes(model);
  const blocks = apis.map(({ name, url }) =>
    [`${name}  ${url}`, formatRows(rows.filter(({ api }) => api === name)).replace(/^/gm, '  ')].join('\n'),
  );
  if (model.usagePlans.some(({ keyIds }) => keyIds.length > 0)) blocks.push(apiKeysOf(model));
  if (credentials.generated && takesSignatures(model)) {
    blocks.push(keysOf(credentials, apis, model));
  }
  const runtimes = otherRuntimes(model, nodeVersion);
  if (runtimes.length > 0)
    blocks.push(`Functions run on Node.js ${nodeVersion} here, on AWS on ${runtimes.join(', ')}`);
  return `${blocks.join('\n\n')}\n`;
}

/** Any Node.js runs any function, as old or new as it may be; what differs is worth a line. */
function otherRuntimes({ functions }: Gateway['model'], nodeVersion: string): string[] {
  const own = `nodejs${nodeVersion.split('.')[0]}.x`;
  const runtimes = [...functions.values()].flatMap(({ runtime, unsupported }) => (unsupported ? [] : [runtime]));
  return [...new Set(runtimes)].filter((runtime) => runtime !== own).sort();
}

const SHOWN_KEYS = 10;

/** Values that the template leaves to AWS are made up here, so nobody could know them. */
function apiKeysOf({ apiKeys, usagePlans }: Gateway['model']): string {
  const rows = usagePlans.flatMap((plan) => {
    const keys = apiKeys.filter(({ id }) => plan.keyIds.includes(id));
    const more = keys.length - SHOWN_KEYS;
    return [
      ...keys
        .slice(0, SHOWN_KEYS)
        .map(({ origin, value, enabled }) => [
          placeOf(plan),
          placeOf({ origin }),
          enabled ? value : `${value} (disabled)`,
        ]),
      ...(more > 0 ? [[placeOf(plan), `and ${more} more`, '']] : []),
    ];
  });
  return ['API keys by usage plan:', alignColumns(rows).replace(/^/gm, '  ')].join('\n');
}

/** Names may be made up too; a construct is found by its path. */
function placeOf({ origin }: { readonly origin: Origin }): string {
  return origin.path.replace(/\/Resource$/, '');
}

/** Routes with IAM, and connections of WebSocket APIs, which are managed by signed requests. */
function takesSignatures({ restApis, webSocketApis }: Gateway['model']): boolean {
  const isSigned = restApis.some(({ methods }) => methods.some((method) => method.authorizationType === 'AWS_IAM'));
  return isSigned || webSocketApis.length > 0;
}

function keysOf(keys: Gateway['credentials'], apis: Gateway['apis'], model: Gateway['model']): string {
  const url = apis.find(({ type }) => type === 'REST')?.url;
  const signing = `aws:amz:${regionOf(model)}:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`;
  return [
    'Keys for signed requests:',
    `  export AWS_ACCESS_KEY_ID=${keys.accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${keys.secretAccessKey}`,
    ...(url === undefined ? [] : [`  curl --aws-sigv4 ${signing} ${url}`]),
  ].join('\n');
}

function regionOf({ restApis, webSocketApis }: Gateway['model']): string {
  return [...restApis, ...webSocketApis][0].origin.region;
}

const COLUMNS = ['method', 'path', 'auth', 'backend', 'cache', 'throttle'] as const;

/** Routes as a table; a column without any value is left out. */
export function formatRows(rows: readonly RouteRow[]): string {
  const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== ''));
  return alignColumns(rows.map((row) => columns.map((column) => row[column])));
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, index) => Math.max(...rows.map((row) => row[index].length)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
