import { parseCommandLine } from '../../../lib/gateway/cli/arguments';

const subject = (...args: string[]) => {
  const command = parseCommandLine(['token', ...args]);
  return command.name === 'token' ? command.subject : undefined;
};

describe('gatehouse token', () => {
  test('takes lists with commas, blanks, and options given again', () => {
    expect(
      subject('--sub', 'alice', '--groups', 'admin,ops', '--scopes', 'orders/read orders/write', '--scopes', 'x/y'),
    ).toMatchObject({ sub: 'alice', groups: ['admin', 'ops'], scopes: ['orders/read', 'orders/write', 'x/y'] });
  });

  test('takes pool, client, use, claims and a time', () => {
    const given = subject(
      '--sub',
      'a',
      '--pool',
      'P',
      '--client',
      'web',
      '--use',
      'id',
      '--claim',
      'email=a@b.c',
      '--expires',
      '2d',
    );
    expect(given).toEqual({
      sub: 'a',
      groups: [],
      scopes: [],
      pool: 'P',
      client: 'web',
      use: 'id',
      claims: { email: 'a@b.c' },
      expiresInSeconds: 172_800,
    });
    expect(subject('--sub', 'a')).toMatchObject({ expiresInSeconds: 3_600 });
  });

  test.each([
    [['token'], 'token needs --sub'],
    [['token', '--sub', 'a', '--use', 'refresh'], '--use must be id or access, got "refresh"'],
    [['token', '--sub', 'a', '--expires', 'soon'], '--expires must be a time like 90s, 30m, 1h or 7d, got "soon"'],
    [['token', '--sub', 'a', '--expires', '0s'], '--expires must be a time'],
    [['token', '--sub', 'a', '--port', '1'], '--port is an option of dev, token does not take it'],
    [['dev', '--sub', 'a'], '--sub is an option of token, dev does not take it'],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
