import { render } from './render';

describe('#if', () => {
  it.each([
    ['#if(true)a#end', 'a'],
    ['#if(false)a#else b#end', ' b'],
    ['#if(false)a#{else}b#{end}c', 'bc'],
    ['#if(false)a#elseif(true)b#else c#end', 'b'],
    ['#if ($n > 2 && !$missing)a#end', 'a'],
    ['#if($empty)a#end#if($zero)b#end#if($list)c#end', 'abc'],
    ['#if($no)a#end#if($missing)b#end#if($nothing)c#end', ''],
    ['#if("text")a#end#if(1)b#end#if([1])c#end', ''],
    ['#if($n == 3 and $n != 4 or false)a#end', 'a'],
    ['#if(not $no)a#end', 'a'],
  ])('%s', (template, text) => {
    const variables = { n: 3, empty: '', zero: 0, list: [], no: false, nothing: null };
    expect(render(template, variables)).toBe(text);
  });

  it.each([
    ['$missing == $null', 'true'],
    ['$missing == ""', 'true'],
    ['$missing != ""', 'false'],
    ['$missing.a.b != ""', 'false'],
    ['$missing > 1', 'false'],
    ['$list == ""', 'false'],
    ['1 == 1.0', 'true'],
    ['1 == "1"', 'true'],
    ['1.0 == "1"', 'false'],
    ['true == "true"', 'true'],
    ['$list == []', 'true'],
    ['{"a": 1} == {"a": 1}', 'true'],
    ['"a" < "b"', 'false'],
    ['2 lt 3', 'true'],
    ['3 ge 3', 'true'],
    ['3 ne 3', 'false'],
  ])('compares as Velocity does: %s', (condition, answer) => {
    expect(render(`#if(${condition})true#{else}false#end`, { list: [] })).toBe(answer);
  });

  it.each([
    ['#if(true)', '"#if" has no "#end" (line 1, column 1)'],
    ['a\n#end', '"#end" has no directive that it belongs to'],
    ['#if()a#end', 'expected a value'],
    ['#if(true)#else a #else b #end', 'stands behind "#else"'],
    ['#if true a#end', 'expected "("'],
  ])('fails when it is not whole: %s', (template, reason) => {
    expect(() => render(template)).toThrow(reason);
  });
});

describe('#foreach', () => {
  it.each([
    ['#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end', '1,2,3'],
    [
      '#foreach($i in $l)$foreach.count$foreach.index$foreach.first$foreach.last$velocityCount #end',
      '10truefalse1 21falsetrue2 ',
    ],
    ['#foreach($v in $m)$v;#end', '1;2;'],
    ['#foreach($k in $m.keySet())$k=$m.get($k);#end', 'a=1;b=2;'],
    ['#foreach($e in $m.entrySet())$e.key$e.value #end', 'a1 b2 '],
    ['#foreach($i in $missing)a#end#foreach($i in 5)b#end#foreach($i in "c")c#end', ''],
    ['#foreach($i in [1..5])#if($i == 3)#break#end$i#end', '12'],
    ['#foreach($i in [1, 2])#foreach($j in [1, 2])$foreach.parent.count$j #end#end', '11 12 21 22 '],
    ['#foreach($i in [1, 2])#foreach($j in [1, 2])#break($foreach.parent)#end$i#end.', '.'],
    ['#set($i = 9)#foreach($i in [1])$i#end$i', '19'],
    ['#foreach($i in [1])$i#end$i$velocityCount', '1'],
  ])('%s', (template, text) => {
    expect(render(template, { l: ['a', 'b'], m: { a: 1, b: 2 } })).toBe(text);
  });

  it('runs at most 1,000 times', () => {
    expect(render('#foreach($i in [1..1000])x#end')).toHaveLength(1000);
    expect(() => render('#foreach($i in [1..1001])x#end')).toThrow(
      '"#foreach" may run 1000 times, the list has 1001 elements',
    );
  });
});

describe('a macro', () => {
  it.each([
    ['#macro(f $a $b)[$a|$b]#end#f(1 2)#f(1, "x")#f(1)', '[1|2][1|x][1|]'],
    ['#f() #macro(f)X#end#f', 'X X'],
    ['#macro(f $a)#set($a = 5)$a#end#set($z = 1)#f($z) $z $a', '5 1 5'],
    ['#macro(wrap)<$bodyContent>#end#@wrap()hi#end', '<hi>'],
    ['#macro(count $n)$n#if($n > 0)#set($m = $n - 1)#count($m)#end#end#count(3)', '3210'],
  ])('%s', (template, text) => {
    expect(render(template)).toBe(text);
  });

  it('leaves text alone that only looks like one', () => {
    expect(render('#nope(1) #nope color: #fff #123 a#b #m = :m')).toBe('#nope(1) #nope color: #fff #123 a#b #m = :m');
  });

  it('stops one that calls itself for ever', () => {
    expect(() => render('#macro(f)#f()#end#f()')).toThrow('the macro "f" runs inside itself more than 20 times');
  });
});

describe('other directives', () => {
  it.each([
    ['#define($d)<$v>#end#set($v = 1)$d#set($v = 2)$d', '<1><2>'],
    ['#define($d)a$d#end$d', 'aa'],
    ['#define($d)x#end#set($t = "[$d]")$t', '[x]'],
    ['#evaluate("#set($x = 1)$x")$x', '11'],
    ['a#stop b', 'a'],
    ['#foreach($i in [1, 2])a#stop b#end c', 'a'],
    ['a#break b', 'a'],
    ['a ## b\nc #* d\n *# e', 'a c  e'],
    ['#[[ $x #if ## ]]#', ' $x #if ## '],
    ['\\#if \\#set( \\#end \\#other', '#if #set( #end \\#other'],
    ['\\\\#if(true)x#end', '\\x'],
  ])('%s', (template, text) => {
    expect(render(template)).toBe(text);
  });

  it.each(['#include("x")', '#parse("x")'])('%s cannot read files', (template) => {
    expect(() => render(template)).toThrow('reads files, which mapping templates cannot');
  });
});

describe('whitespace', () => {
  it.each([
    ['  #set($x = 1)  \na', 'a'],
    ['a\n  #set($x = 1)\nb', 'a\n  b'],
    ['x  #set($x = 1)y', 'x  y'],
    ['$x  #set($x = 1)y', 'y'],
    ['a\n  #if(true)  \n  b\n  #end  \nc', 'a\n    b\n  c'],
    ['#if(true)\na\n#else\nb\n#end\nc', 'a\nc'],
    ['#foreach($i in [1, 2])\r\n$i\r\n#end\r\nz', '1\r\n2\r\nz'],
    ['#macro(f)\nX\n#end\n#f()\ny', 'X\ny'],
    ['#nope(1)\nx', '#nope(1)\nx'],
  ])('is taken by directives as in Velocity 1.7: %j', (template, text) => {
    expect(render(template)).toBe(text);
  });
});
