/**
 * The calls of the demo by stack, in an order that makes sense; `{created}` is the id that `create` answered at the same
 * place.
 */
const ORDERS = [
  { name: 'health', method: 'GET', path: '/health', unsigned: true },
  { name: 'health, signed', method: 'GET', path: '/health' },
  { name: 'list without a signature', method: 'GET', path: '/orders', unsigned: true },
  { name: 'list nothing', method: 'GET', path: '/orders' },
  { name: 'create', method: 'POST', path: '/orders', body: { item: 'tea', quantity: 2 } },
  { name: 'create nonsense', method: 'POST', path: '/orders', body: { item: 'tea' } },
  {
    name: 'create from a page',
    method: 'POST',
    path: '/orders',
    body: { item: 'cup', quantity: 1 },
    headers: { origin: 'https://shop.example.com' },
  },
  { name: 'get', method: 'GET', path: '/orders/{created}' },
  { name: 'get one that is not there', method: 'GET', path: '/orders/nothing' },
  { name: 'cancel', method: 'DELETE', path: '/orders/{created}' },
  { name: 'cancel one that is not there', method: 'DELETE', path: '/orders/nothing' },
  {
    name: 'preflight',
    method: 'OPTIONS',
    path: '/orders',
    unsigned: true,
    headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'POST' },
  },
  {
    name: 'preflight from elsewhere',
    method: 'OPTIONS',
    path: '/orders',
    unsigned: true,
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  },
  { name: 'no such path', method: 'GET', path: '/nowhere', unsigned: true },
];

const SHOP = [
  { name: 'catalogue', method: 'GET', path: '/catalogue', unsigned: true },
  { name: 'catalogue, page 2', method: 'GET', path: '/catalogue?page=2', unsigned: true },
  { name: 'item that is not there', method: 'GET', path: '/catalogue/nothing', unsigned: true },
  {
    name: 'change without a token',
    method: 'PUT',
    path: '/catalogue/tea',
    body: { name: 'Tea', price: 3 },
    unsigned: true,
  },
  {
    name: 'change with nonsense for a token',
    method: 'PUT',
    path: '/catalogue/tea',
    body: { name: 'Tea', price: 3 },
    headers: { authorization: 'nonsense' },
    unsigned: true,
  },
  { name: 'feedback without a token', method: 'POST', path: '/feedback', body: { stars: 5 }, unsigned: true },
  { name: 'stock without a key', method: 'GET', path: '/stock', unsigned: true },
  {
    name: 'stock with nonsense for a key',
    method: 'GET',
    path: '/stock',
    headers: { 'x-api-key': 'nonsense-nonsense-nonsense' },
    unsigned: true,
  },
];

const FRONT = [
  { name: 'status behind the front door', method: 'GET', path: '/status', unsigned: true },
  { name: 'price without a token', method: 'GET', path: '/prices/tea', unsigned: true },
];

export const CALLS = { Orders: ORDERS, Shop: SHOP, Front: FRONT };
