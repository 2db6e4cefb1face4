import { mapRequestParameters } from '../../../../lib/gateway/rest/mapping/request-parameters';
import { type CallOptions, routedCall } from '../routed-call';

describe('mapRequestParameters', () => {
  test('takes the last value of a repeated query parameter, and all of them when asked', () => {
    const mapped = map(
      {
        'integration.request.querystring.one': 'method.request.querystring.a',
        'integration.request.querystring.all': 'method.request.multivaluequerystring.a',
        'integration.request.querystring.only': 'method.request.multivaluequerystring.b',
      },
      { query: 'a=1&a=2&b=3' },
    );
    expect([...mapped.querystring]).toEqual([
      ['one', '2'],
      ['all', ['1', '2']],
      ['only', '3'],
    ]);
  });

  test('takes the last line of a repeated header, and joins them when asked', () => {
    const headers = [
      ['X-A', '1'],
      ['X-A', '2'],
    ] as const;
    const mapped = map(
      {
        'integration.request.header.One': 'method.request.header.X-A',
        'integration.request.header.All': 'method.request.multivalueheader.X-A',
      },
      { headers },
    );
    expect(Object.fromEntries(mapped.header)).toEqual({ One: '2', All: '1,2' });
  });

  test('compares header names with their case, in the spelling of the service where it has one', () => {
    const mapped = map(
      {
        'integration.request.header.a': 'method.request.header.x-custom',
        'integration.request.header.b': 'method.request.header.Authorization',
      },
      {
        headers: [
          ['X-Custom', '1'],
          ['authorization', 'token'],
        ],
      },
    );
    expect(Object.fromEntries(mapped.header)).toEqual({ b: 'token' });
  });

  test('reads path, stage variables, nested context and fixed text', () => {
    const mapped = map(
      {
        'integration.request.path.id': 'method.request.path.id',
        'integration.request.header.stage': 'stageVariables.name',
        'integration.request.header.ip': 'context.identity.sourceIp',
        'integration.request.header.epoch': 'context.requestTimeEpoch',
        'integration.request.header.fixed': "'it''s'",
      },
      {
        pathParameters: { id: 'a%2Fb' },
        stageVariables: { name: 'blue' },
        context: { identity: { sourceIp: '192.0.2.7' }, requestTimeEpoch: 5 },
      },
    );
    expect(mapped.path.get('id')).toBe('a%2Fb');
    expect(Object.fromEntries(mapped.header)).toEqual({ stage: 'blue', ip: '192.0.2.7', epoch: '5', fixed: "it''s" });
  });

  test('skips what is missing or empty', () => {
    const mapped = map(
      {
        'integration.request.header.a': 'method.request.header.missing',
        'integration.request.header.b': "''",
        'integration.request.header.c': 'context.authorizer.claims',
        'integration.request.header.d': 'stageVariables.__proto__',
      },
      { context: { authorizer: { claims: { sub: 'x' } } } },
    );
    expect(mapped.header).toEqual([]);
  });

  test('reads the body, whole and by path', () => {
    const mapped = map(
      {
        'integration.request.header.whole': 'method.request.body',
        'integration.request.header.name': 'method.request.body.pets[1].name',
        'integration.request.header.list': 'method.request.body.pets[0].tags',
        'integration.request.header.none': 'method.request.body.pets[5].name',
      },
      { body: ' {"pets":[{"tags":[1]},{"name":"Rex"}]} ' },
    );
    expect(Object.fromEntries(mapped.header)).toEqual({
      whole: '{"pets":[{"tags":[1]},{"name":"Rex"}]}',
      name: 'Rex',
      list: '[1]',
    });
  });

  test('takes an empty body for {}', () => {
    expect(map({ 'integration.request.header.b': 'method.request.body' }).header[0]?.[1]).toBe('{}');
  });

  test('refuses a body that starts like JSON and is none', () => {
    expect(() => map({ 'integration.request.header.b': 'method.request.body' }, { body: '\n{wrong' })).toThrow(
      expect.objectContaining({
        type: 'DEFAULT_4XX',
        options: expect.objectContaining({ status: 400, message: 'Invalid JSON in request body' }),
      }),
    );
  });

  test('lets a body pass that does not look like JSON', () => {
    expect(map({ 'integration.request.header.b': 'method.request.body' }, { body: 'plain' }).header[0]?.[1]).toBe(
      'plain',
    );
  });

  test('sends text beyond ASCII as UTF-8 bytes', () => {
    const mapped = map({ 'integration.request.header.b': 'method.request.body.x' }, { body: '{"x":"é"}' });
    expect(Buffer.from(mapped.header[0]?.[1] ?? '', 'latin1').toString('utf8')).toBe('é');
  });

  test('refuses a source that is none', () => {
    expect(() => map({ 'integration.request.header.b': 'bare text' })).toThrow('"bare text" is no source');
  });
});

function map(parameters: Record<string, string>, options: CallOptions = {}) {
  return mapRequestParameters(parameters, routedCall(options), options.context ?? {});
}
