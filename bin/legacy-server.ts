// A server that was there before: `npm start` runs it behind the demo's front door. It knows nothing of API Gateway.
import { createServer } from 'node:http';

const PRICES: Readonly<Record<string, number>> = { tea: 3, cup: 12 };

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://legacy');
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Set-Cookie': 'visited=yes' });
    response.end(JSON.stringify(body));
  };
  if (pathname === '/api/status') return answer(200, { up: true });
  const item = /^\/api\/prices\/([^/]+)$/.exec(pathname)?.[1];
  if (item === undefined) return answer(404, { message: `nothing at ${pathname}` });
  return answer(200, { item, price: PRICES[item] ?? null, askedBy: request.headers['x-caller'] ?? 'somebody' });
});

server.listen(Number(process.argv[2] ?? 8081), '127.0.0.1');
