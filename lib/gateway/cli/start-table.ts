import type { Gateway } from '../gateway';
import { describeRoutes, type RouteRow } from '../template';

/** What is served where, for people. */
export function formatStart({ apis, credentials, model }: Pick<Gateway, 'apis' | 'credentials' | 'model'>): string {
  const rows = describeRoutes(model);
  const blocks = apis.map(({ name, url }) =>
    [`${name}  ${url}`, formatRows(rows.filter(({ api }) => api === name)).replace(/^/gm, '  ')].join('\n'),
  );
  if (credentials.generated && takesSignatures(model)) {
    blocks.push(keysOf(credentials, apis, model));
  }
  return `${blocks.join('\n\n')}\n`;
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
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      columns
        .map((column, index) => row[column].padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
