import { TemplateError } from '../../../lib/gateway/vtl';
import { renderMapping } from '../../../lib/gateway/mapping';

const PIECES = [
  '$input',
  '.path(',
  '.json(',
  '.body',
  '.params()',
  "'$'",
  "'$..*'",
  "'$.a[?(@.b>1)]'",
  '$util',
  '.escapeJavaScript(',
  '.parseJson(',
  '.urlDecode(',
  '.base64Decode(',
  '$context',
  '.requestOverride',
  '.responseOverride.header.x',
  '.identity',
  '$stageVariables',
  '.constructor',
  '.getClass()',
  '.class',
  '["constructor"]',
  '["__proto__"]',
  '.forName("process")',
  '.prototype',
  '.toString()',
  '.call(',
  '.apply(',
  '.keySet()',
  '.put("__proto__", {"x": 1})',
  '.entrySet()',
  '#set($x = ',
  '#set($context.responseOverride["__proto__"] = ',
  '#if(',
  '#elseif(',
  '#else',
  '#end',
  '#foreach($i in ',
  '#macro(f $a)',
  '#define($d)',
  '#evaluate(',
  '#f(',
  '#break',
  '#stop',
  '$x',
  '$i',
  '$d',
  '$foreach.hasNext',
  '${x',
  '}',
  ')',
  '(',
  '[',
  ']',
  '{',
  ',',
  ' ',
  '\n',
  '"',
  "'",
  '\\',
  '#',
  '$',
  '$!',
  '##',
  '#*',
  '*#',
  '#[[',
  ']]#',
  '1',
  '-2',
  '3.5',
  '..',
  '[1..9]',
  '==',
  '&&',
  '!',
  '+',
  '*',
  '/',
  '%',
  '.matches("(a+)+b")',
  '.replaceAll("(.*)*", "$1")',
  '.split("")',
  '.repeat(99999)',
  'text',
  '\u0000',
  '😀',
];

const BODIES = [
  '{"a": [{"b": 1}, {"b": 2}], "__proto__": {"polluted": true}, "constructor": "c"}',
  '["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", {"x": [[[[]]]]}]',
  'not json',
  '{{{{',
  `${'['.repeat(5000)}`,
  '',
];

describe('templates made at random', () => {
  it('render or fail with a place, and reach nothing outside', () => {
    const random = randomNumbers(20240607);
    for (let i = 0; i < 4000; i += 1) {
      const length = 1 + Math.floor(random() * 14);
      const template = Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
      const output = tryRender(template, BODIES[i % BODIES.length] as string);
      expect(output).not.toMatch(/\[native code\]|\[object |process\.|function /);
    }
    expect(({} as { polluted?: unknown; x?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown; x?: unknown }).x).toBeUndefined();
  });

  it('come out as they are when they are data', () => {
    const random = randomNumbers(7);
    for (let i = 0; i < 500; i += 1) {
      const data = Array.from({ length: 8 }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
      const { output } = renderMapping("$input.json('$.d')", { ...INPUT, body: JSON.stringify({ d: data }) });
      expect(JSON.parse(output)).toBe(data);
    }
  });
});

const INPUT = { params: () => ({ path: {}, querystring: {}, header: {} }), stageVariables: {}, context: {}, body: '' };

function tryRender(template: string, body: string): string {
  try {
    return renderMapping(template, { ...INPUT, context: { identity: { sourceIp: '127.0.0.1' } }, body }).output;
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    return '';
  }
}

/** Mulberry32: the same numbers every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
