import { refuseIllegalUri, renderStageVariables, renderUri } from '../../../../lib/gateway/rest/mapping/render-uri';

describe('renderUri', () => {
  test('puts path parameters and stage variables in', () => {
    const path = new Map([['proxy', 'a%2Fb/c']]);
    expect(renderUri('https://${stageVariables.host}/v1/{proxy}', path, { host: 'h.example' })).toBe(
      'https://h.example/v1/a%2Fb/c',
    );
  });

  test('leaves unmapped placeholders, and never reads a value as a template', () => {
    const path = new Map([['a', '${stageVariables.b}{c}']]);
    expect(renderUri('http://h/{a}/{unknown}', path, { b: 'leak' })).toBe('http://h/${stageVariables.b}{c}/{unknown}');
  });
});

describe('renderStageVariables', () => {
  test.each([
    ['a/${stageVariables.x}/b', 'a/1/b'],
    ['${stageVariables.missing}', ''],
    ['${stageVariables.constructor}', ''],
    ['${x} {x}', '${x} {x}'],
  ])('%s becomes %s', (text, expected) => {
    expect(renderStageVariables(text, { x: '1' })).toBe(expected);
  });
});

describe('refuseIllegalUri', () => {
  test.each(['http://h/a b', 'http://h/ü', 'http://h/"', 'http://h/\n'])('refuses %j', (uri) => {
    expect(() => refuseIllegalUri(uri)).toThrow('illegal character');
  });

  test('lets encoded text pass', () => {
    expect(() => refuseIllegalUri("http://h/%20;a=1,(b)'!*?x=%7B&y[]=1")).not.toThrow();
  });
});
