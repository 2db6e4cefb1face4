import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as gatehouse from '../../lib';
import { SERVERLESS_API_PROPS } from '../../lib/constructs/shape/api-shapes';
import { ROUTE_OPTIONS } from '../../lib/constructs/shape/route-shapes';
import { SERVERLESS_WEB_SOCKET_API_PROPS } from '../../lib/constructs/shape/websocket-shapes';

const root = resolve(__dirname, '../..');
const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
const exported = gatehouse as unknown as Record<string, any>;

test('what the README names of our classes is there', () => {
  const named = [...readme.matchAll(/\b([A-Z]\w+)\.(\w+)/g)].filter(([, owner]) => exported[owner] !== undefined);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(([, owner, member]) => !(member in exported[owner])).map(([text]) => text)).toEqual([]);
});

test('who comes from other tools is shown to props that are there (bref #1858, Baseline-JS #11, serverless #12940)', () => {
  const section = readme.slice(
    readme.indexOf('## Coming from other tools'),
    readme.indexOf('## Defaults and security'),
  );
  const rows = [...section.matchAll(/^\| (.+) \| (.+) \|$/gm)]
    .map(([, , here]) => here)
    .filter((here) => here !== 'here');
  expect(rows.length).toBeGreaterThan(25);
  const known = new Set([
    ...[SERVERLESS_API_PROPS, ROUTE_OPTIONS, SERVERLESS_WEB_SOCKET_API_PROPS].flatMap(({ members }) =>
      Object.keys(members),
    ),
    ...['esbuild', 'vpcLink', 'functionDefaults', 'statusCode', 'document', 'operations'],
  ]);
  const props = rows.flatMap((here) => [...here.matchAll(/`([a-z]\w+)`/g)].map(([, name]) => name));
  expect(props.length).toBeGreaterThan(20);
  expect(props.filter((name) => !known.has(name))).toEqual([]);
});
