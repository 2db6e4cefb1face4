import { map } from './mapping';

const context = {
  requestId: 'r-1',
  requestTimeEpoch: 1700000000000,
  identity: { sourceIp: '127.0.0.1', userArn: null },
  authorizer: { principalId: 'p', claims: { sub: 's', 'cognito:groups': 'admin' } },
};

describe('$context', () => {
  it.each([
    ['$context.requestId $context.requestTimeEpoch $context.identity.sourceIp', 'r-1 1700000000000 127.0.0.1'],
    ["$context.authorizer.claims.sub $context.authorizer.claims['cognito:groups']", 's admin'],
    ['[$context.identity][$context.get("identity")][$context.responseOverride][$context.identity.userArn]', '[][][][]'],
    ['#foreach($k in $context.identity.keySet())$k=$context.identity.get($k);#end', 'sourceIp=127.0.0.1;userArn=;'],
    ['$context.keySet().size()', '6'],
  ])('%s', (template, text) => {
    expect(map(template, { context }).output).toBe(text);
  });

  it('has no authorizer when nobody was authenticated', () => {
    const template =
      '{#foreach($k in $context.authorizer.keySet())"$k"#end}#if($context.containsKey("authorizer"))yes#end';
    expect(map(template).output).toBe('{}');
  });
});

describe('overrides', () => {
  it.each([
    ['#set($context.responseOverride.status = 201)', { responseOverride: { status: 201 } }],
    ['#set($context.responseOverride.header.X-A = "b")', { responseOverride: { header: { 'X-A': 'b' } } }],
    ['#set($context.responseOverride.header.a = ["1", "2"])', { responseOverride: { header: { a: ['1', '2'] } } }],
    ['#set($context.requestOverride.querystring["q"] = "1")', { requestOverride: { querystring: { q: '1' } } }],
    ['$context.requestOverride.path.put("p", "1")', { requestOverride: { path: { p: '1' } } }],
    ['#set($context["requestOverride"].header["h"] = "1")', { requestOverride: { header: { h: '1' } } }],
    ['#set($context.responseOverride.custom = "kept")', { responseOverride: { custom: 'kept' } }],
    ['$context.responseOverride.status', {}],
  ])('%s', (template, overrides) => {
    expect(map(template).overrides).toEqual(overrides);
  });

  it('of a request template are seen by the response template and stay', () => {
    const { overrides } = map(
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar")#set($context.requestOverride.path.body = "x")',
    );
    const answer = map(
      '$context.responseOverride.status $context.responseOverride.header.foo $context.requestOverride.path.body',
      {
        overrides,
      },
    );
    expect(answer.output).toBe('444 bar x');
    expect(answer.overrides).toEqual(overrides);
  });

  it('of one parameter are allowed once', () => {
    const twice = '#set($context.responseOverride.status = 1)\n#set($context.responseOverride.status = 2)';
    expect(() => map(twice)).toThrow('"status" is overridden twice (line 2, column 1)');
  });

  it('cannot reach the prototype of objects', () => {
    const { overrides } = map('#set($context.responseOverride.header["__proto__"] = {"polluted": "x"})');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(JSON.stringify(overrides)).toBe('{"responseOverride":{"header":{"__proto__":{"polluted":"x"}}}}');
  });
});

describe('$stageVariables', () => {
  it('gives the stage its values, and nothing for the others', () => {
    const template = "$stageVariables.a $stageVariables['b-c'] ${stageVariables.a} [$stageVariables.nope]";
    expect(map(template, { stageVariables: { a: '1', 'b-c': '2' } }).output).toBe('1 2 1 []');
  });
});

describe('templates from the field', () => {
  it('answers a preflight for one of several origins', () => {
    const template = [
      '#set($origin = $input.params().header.get("Origin"))',
      '#if($origin == "") #set($origin = $input.params().header.get("origin")) #end',
      '#if($origin == "https://a.example" || $origin == "https://b.example")',
      '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      '#end',
    ].join('\n');
    const preflight = (header: Record<string, string>) =>
      map(template, { params: { path: {}, querystring: {}, header } }).overrides;
    const allowed = { responseOverride: { header: { 'Access-Control-Allow-Origin': 'https://b.example' } } };
    expect(preflight({ Origin: 'https://b.example' })).toEqual(allowed);
    expect(preflight({ origin: 'https://b.example' })).toEqual(allowed);
    expect(preflight({ Origin: 'https://evil.example' })).toEqual({});
    expect(preflight({})).toEqual({});
  });

  it('writes the maps of a request with one block', () => {
    const template = [
      '#define($loop){#foreach($key in $map.keySet())"$key":"$util.escapeJavaScript($map.get($key))"#if($foreach.hasNext),#end#end}#end',
      '#set($body = $input.json("$"))',
      '{"body": $body, "headers": #set($map = $input.params().header)$loop, "query": #set($map = $input.params().querystring)$loop}',
    ].join('\n');
    const params = { path: {}, querystring: {}, header: { A: '"1"', B: '2' } };
    expect(JSON.parse(map(template, { json: { x: 1 }, params }).output)).toEqual({
      body: { x: 1 },
      headers: { A: '"1"', B: '2' },
      query: {},
    });
  });

  it('turns attribute values of DynamoDB into JSON, one block a level', () => {
    const template = [
      '#define($c1)#if($v1.containsKey("S"))"$v1.get("S")"#{else}null#end#end',
      '#define($c0)#if($v0.containsKey("S"))"$v0.get("S")"#elseif($v0.containsKey("N"))$v0.get("N")#elseif($v0.containsKey("L"))[#foreach($v1 in $v0.get("L"))$c1#if($foreach.hasNext),#end#end]#{else}null#end#end',
      `#set($item = $input.path('$.Item')){#foreach($k in $item.keySet())#set($v0=$item.get($k))"$k":$c0#if($foreach.hasNext),#end#end}`,
    ].join('\n');
    const json = { Item: { pk: { S: 'a' }, n: { N: '12345678901234567890123' }, l: { L: [{ S: 'x' }, { N: '1' }] } } };
    expect(map(template, { json }).output.trim()).toBe('{"pk":"a","n":12345678901234567890123,"l":["x",null]}');
  });
});
