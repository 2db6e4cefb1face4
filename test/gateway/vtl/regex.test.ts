import { render } from './render';

describe('matches', () => {
  it.each([
    ['abc', '[a-z]+', true],
    ['abc', 'b', false],
    ['2024-01-02', '\\d{4}-\\d{2}-\\d{2}', true],
    ['a\nb', 'a.b', false],
    ['a\nb', '(?s)a.b', true],
    ['AbC', '(?i)abc', true],
    ['abab', '(ab)\\1', true],
    ['ab12', '(?=.*\\d)[a-z0-9]+', true],
    ['aaab', 'a++ab', false],
    ['aaab', '(?>a+)b', true],
    ['aaaa', 'a{4}', true],
    ['x]y', 'x[]]y', true],
    ['é', '\\w', false],
    ['é', '\\p{L}', true],
    ['b', '[a-c&&[^b]]', false],
    ['a.b', '\\Qa.b\\E', true],
    ['', '', true],
  ])('%j against %j is %s', (text, pattern, answer) => {
    expect(render('$text.matches($pattern)', { text, pattern })).toBe(String(answer));
  });
});

describe('replaceAll', () => {
  it.each([
    ['a1b22', '[0-9]+', '#', 'a#b#'],
    ['a1b22', '([a-z])([0-9]+)', '$2$1', '1a22b'],
    ['abab', '(?<x>a)', '[${x}]', '[a]b[a]b'],
    ['aaa', 'a*', 'x', 'xx'],
    ['aaa', '', '-', '-a-a-a-'],
    ['foo bar', '\\bb', '<', 'foo <ar'],
    ['a\nb', '(?m)^', '>', '>a\n>b'],
    ['abab', 'a(?=b)', '_', '_b_b'],
    ['abab', '(?<!a)a', '_', '_b_b'],
    ['<a><b>', '<.+?>', 'x', 'xx'],
    ['a😀b', '.', 'x', 'xxx'],
    ["it\\'s", "\\\\'", "'", "it's"],
    ['x', 'x', '\\$1', '$1'],
    ['x', '(x)', '$12', 'x2'],
  ])('%j: %j by %j gives %j', (text, pattern, by, answer) => {
    expect(render('$text.replaceAll($pattern, $by)', { text, pattern, by })).toBe(answer);
  });

  it.each([
    ['[', 'unclosed character class'],
    ['*', 'nothing to repeat'],
    ['(a', 'unclosed group'],
    ['a)', 'unmatched ")"'],
    ['a{2,1}', 'illegal repetition range'],
    ['\\y', 'unknown escape'],
    ['\\p{constructor}', 'unknown property "constructor"'],
  ])('refuses the pattern %j', (pattern, reason) => {
    expect(() => render('$s.replaceAll($pattern, "")', { s: 'x', pattern })).toThrow(reason);
  });

  it.each([
    ['$', '"$" in a replacement needs a group number'],
    ['$1', '"$1" in a replacement names no group'],
    ['\\', 'the replacement ends with a backslash'],
  ])('refuses the replacement %j', (by, reason) => {
    expect(() => render('$s.replaceAll("x", $by)', { s: 'x', by })).toThrow(reason);
  });
});

describe('a pattern that would run for ever', () => {
  const text = 'a'.repeat(5000);

  it.each(['(a+)+b', '(a|a)*b', '(a|aa)+b', '.*.*.*.*x', '(?:a*)*c', '(a*)*\\1b', '((a?)*)*b', '(?=(a+)+b)a'])(
    'ends with an error: %s',
    (pattern) => {
      expect(() => render('$text.matches($pattern)', { text, pattern }, { steps: 200_000 })).toThrow('steps');
    },
  );

  it('ends when it grows too large', () => {
    const pattern = `${'('.repeat(4)}a${'){900}'.repeat(4)}`;
    expect(() => render('$text.matches($pattern)', { text, pattern })).toThrow('too large');
  });
});
