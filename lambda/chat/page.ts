import page from './chat.html';

/** GET /chat: the page, which is told where the WebSocket API is. */
export async function handler() {
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'self' 'unsafe-inline'; connect-src ws: wss:",
    },
    body: page.replace('SOCKET_URL', () => process.env.SOCKET_URL ?? ''),
  };
}
