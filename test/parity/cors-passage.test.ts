import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ServerlessApi } from '../../lib';
import { LocalApi } from '../../lib/testing';
import { makeFunction } from '../constructs/fixtures';

const allowOrigins = ['https://a.example.com', 'https://b.example.com'];

async function start(): Promise<LocalApi> {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  new ServerlessApi(stack, 'Api', {
    authorizer: Authorizer.none(),
    cors: { allowOrigins },
    routes: {
      'GET /files': { backend: Backend.httpCustom('https://files.example.com/one') },
      'GET /computed': { backend: Backend.lambdaCustom(makeFunction(stack, 'Compute')) },
    },
  });
  const api = await LocalApi.of(stack);
  await api.stub('https://files.example.com', ({ headers }) => ({
    headers:
      headers.origin === allowOrigins[1] ? { 'Access-Control-Allow-Origin': headers.origin, Vary: 'Origin' } : {},
    body: { one: 1 },
  }));
  api.stubFunction('Compute', () => ({ two: 2 }));
  return api;
}

const CORS = ['access-control-allow-origin', 'vary'];

describe('answers without a template, where there are several origins', () => {
  test('carry what the backend says to the origin of the caller', async () => {
    const api = await start();
    const named = await api.fetch('GET', '/files', { headers: { origin: 'https://b.example.com' } });
    expect(CORS.map((name) => named.headers.get(name))).toEqual(['https://b.example.com', 'Origin']);
    expect(await named.json()).toEqual({ one: 1 });
    const other = await api.fetch('GET', '/files', { headers: { origin: 'https://evil.example.com' } });
    expect(CORS.map((name) => other.headers.get(name))).toEqual([null, null]);
  });

  test('of functions name the origin themselves, and are as they were', async () => {
    const api = await start();
    const named = await api.fetch('GET', '/computed', { headers: { Origin: 'https://b.example.com' } });
    expect(CORS.map((name) => named.headers.get(name))).toEqual(['https://b.example.com', 'Origin']);
    expect(await named.json()).toEqual({ two: 2 });
    const other = await api.fetch('GET', '/computed', { headers: { Origin: 'https://evil.example.com' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
