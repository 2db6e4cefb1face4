import { corsHeaders } from '../../lib/handler';

const SHOPS = 'https://shop.example.com,https://admin.example.com';

describe('corsHeaders', () => {
  test('names the only origin whoever calls', () => {
    const environment = { CORS_ALLOW_ORIGINS: 'https://shop.example.com' };
    expect(corsHeaders({ headers: null }, environment)).toEqual({
      'Access-Control-Allow-Origin': 'https://shop.example.com',
    });
  });

  test.each(['Origin', 'origin'])('repeats one of several origins that calls, in the header %s', (name) => {
    const headers = { [name]: 'https://admin.example.com' };
    expect(corsHeaders({ headers }, { CORS_ALLOW_ORIGINS: SHOPS })).toEqual({
      Vary: 'Origin',
      'Access-Control-Allow-Origin': 'https://admin.example.com',
    });
  });

  test.each(['https://shop.example.com.evil.example', 'https://shopxexample.com', '', 'null'])(
    'allows nothing to %j, and says that the answer depends on the origin',
    (origin) => {
      const environment = { CORS_ALLOW_ORIGINS: SHOPS, CORS_ALLOW_CREDENTIALS: 'true' };
      expect(corsHeaders({ headers: { origin } }, environment)).toEqual({ Vary: 'Origin' });
    },
  );

  test('adds credentials and the headers that a page may read', () => {
    const environment = {
      CORS_ALLOW_ORIGINS: 'https://shop.example.com',
      CORS_ALLOW_CREDENTIALS: 'true',
      CORS_EXPOSE_HEADERS: 'ETag',
    };
    expect(corsHeaders({}, environment)).toMatchObject({
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'ETag',
    });
  });

  test('is empty where the API has no CORS', () => {
    expect(corsHeaders({ headers: { origin: 'https://shop.example.com' } }, {})).toEqual({});
  });
});
