import { render } from './render';

const variables = { s: 'str', n: 3, m: { k: 'v', 'a b': 1, inner: { list: [1, 'x'] } }, t: true, nothing: null };

describe('a reference', () => {
  it.each([
    ['$s ${s} $!s $!{s}', 'str str str str'],
    ['$m.k ${m.k} $m["k"] $m.get("k")', 'v v v v'],
    ["$m['a b'] $m.inner.list[1] $m.inner.list.get(0)", '1 x 1'],
    ['$s-x', ''],
    ['${s}-x $s.x ${s}.x', 'str-x  str.x'],
    ['$m', '{k=v, a b=1, inner={list=[1, x]}}'],
    ['$t $n', 'true 3'],
  ])('prints what it leads to: %s', (template, text) => {
    expect(render(template, variables)).toBe(text);
  });

  it('prints nothing where it leads nowhere', () => {
    expect(
      render('[$missing][$!missing][${missing}][$m.no.way][$s.nope()][$nothing][$missing.a().b[0]]', variables),
    ).toBe('[][][][][][][]');
  });

  it('prints an alternative in place of nothing', () => {
    expect(render("${missing|'none'} ${s|'none'} ${m.k|'none'} ${m.no|$s}", variables)).toBe('none str v str');
  });

  it('is text where no name follows', () => {
    expect(render('$ $$ $5 $-x $. ${ $!', variables)).toBe('$ $$ $5 $-x $. ${ $!');
  });

  it('is text behind an odd number of backslashes', () => {
    expect(render('\\$s \\\\$s \\\\\\$s', variables)).toBe('$s \\str \\$s');
  });

  it('keeps backslashes before what is not set', () => {
    expect(render('\\$missing')).toBe('\\$missing');
  });

  it.each(['${s', '$s.equals(x)', '$m[', '$m[a]', '$s.equals("x', '${s x}'])(
    'fails when it is cut off: %s',
    (template) => {
      expect(() => render(template, variables)).toThrow(/line 1, column \d+/);
    },
  );

  it('fails for an index outside a list', () => {
    expect(() => render('a\n $l[2]', { l: [1, 2] })).toThrow(
      'index 2 is outside the list of 2 elements (line 2, column 4)',
    );
  });
});

describe('#set', () => {
  it.each([
    ['#set($x = 1)$x', '1'],
    ['#set( $x\n=\n"a" )$x', 'a'],
    ['#set($m.k = 2)#set($m["z"] = [1])$m.k $m.z', '2 [1]'],
    ['#set($l = [1, 2])#set($l[0] = 9)$l', '[9, 2]'],
    ['#{set}($x = 2)$x', '2'],
    ['#set($m = {"a": 1, "b": {"c": [true, 1.5]}})$m', '{a=1, b={c=[true, 1.5]}}'],
    ['#set($r = [1..3])$r,#set($r = [2..0])$r', '[1, 2, 3],[2, 1, 0]'],
  ])('puts a value into a name: %s', (template, text) => {
    expect(render(template, variables)).toBe(text);
  });

  it('keeps the old value when there is no new one', () => {
    expect(render('#set($s = $missing)$s', variables)).toBe('str');
  });

  it.each([
    ['#set(x = 1)', 'expected "$"'],
    ['#set($x)', 'expected "="'],
    ['#set($x = )', 'expected a value'],
    ['#set($x = null)', 'write a name that is never set: $null'],
    ['#set($s.length() = 1)', 'cannot be set'],
    ['#set($x = $n -1)', 'expected ")"'],
  ])('fails when it cannot be read: %s', (template, reason) => {
    expect(() => render(template)).toThrow(reason);
  });
});

describe('a string', () => {
  it.each([
    ['#set($x = "a $s ${n}b $!no")$x', 'a str 3b '],
    ['#set($x = "#if($t)yes#end")$x', 'yes'],
    ["#set($x = 'a $s #if')$x", 'a $s #if'],
    ['#set($x = "say ""hi""")$x', 'say "hi"'],
    ["#set($x = 'it''s')$x", "it's"],
    ['#set($x = "\\u0041\\u0024s")$x', 'A$s'],
    ['#set($x = "a\\n")$x', 'a\\n'],
    ['#set($x = "a ## b")$x', 'a '],
  ])('in double quotes is a template of its own: %s', (template, text) => {
    expect(render(template, variables)).toBe(text);
  });
});
