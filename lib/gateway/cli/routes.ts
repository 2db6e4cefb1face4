import { describeRoutes, loadAssembly } from '../template';
import type { RoutesArguments } from './arguments';
import { findAssembly } from './assembly';
import type { Console } from './console';
import { formatRows } from './start-table';

/** `gatehouse routes`: what the app serves, without serving it. */
export async function showRoutes(command: RoutesArguments, console: Console): Promise<number> {
  const { directory, values } = await findAssembly(command, console);
  const rows = describeRoutes(loadAssembly(directory, { parameters: command.parameters, values }));
  if (command.format === 'json') {
    for (const row of rows) console.print(JSON.stringify(row));
    return 0;
  }
  const apis = [...new Set(rows.map(({ api }) => api))];
  console.print(apis.map((name) => `${name}\n${formatRows(rows.filter(({ api }) => api === name))}\n`).join('\n'));
  return 0;
}
