import type { Gateway } from '../gateway';
import { describeRoutes, type RouteRow } from '../template';

/** What is served where, for people. */
export function formatStart({ apis, credentials, model }: Pick<Gateway, 'apis' | 'credentials' | 'model'>): string {
  const rows = describeRoutes(model);
  const blocks = apis.map(({ name, url }) =>
    [`${name}  ${url}`, formatRows(rows.filter(({ api }) => api === name)).replace(/^/gm, '  ')].join('\n'),
  );
  if (credentials.generated) {
    blocks.push(
      [
        'Keys for signed requests:',
        `  export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
        `  export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
      ].join('\n'),
    );
  }
  return `${blocks.join('\n\n')}\n`;
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
