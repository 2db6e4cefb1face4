import { render } from './render';

describe('methods of a string', () => {
  it.each([
    ['$s.length() $s.isEmpty() $s.empty', '3 false false'],
    ['$s.substring(1) $s.substring(0, 2) $s.charAt(1)', 'tr st t'],
    ['$s.indexOf("t") $s.indexOf("z") $s.lastIndexOf("r") $s.indexOf("t", 2)', '1 -1 2 -1'],
    ['$s.contains("tr") $s.startsWith("st") $s.endsWith("x")', 'true true false'],
    ['$s.equals("str") $s.equalsIgnoreCase("STR") $s.compareTo("sta")', 'true true 17'],
    ['$s.toUpperCase() $s.toUpperCase().toLowerCase() $s.concat("x") $s.toString()', 'STR str strx str'],
    ['$s.replace("t", ".") $s.hashCode() [$pad.trim()]', 's.r 114225 [a b]'],
    ['#foreach($p in $csv.split(","))[$p]#end $csv.split(",").size()', '[a][b][][c] 4'],
    ['#foreach($p in $csv.split(",", -1))[$p]#end', '[a][b][][c][][]'],
    ['$s.format("%05d|%s|%x|%-3s|%.2f|%,d", [7, "a", 255, "b", 1.5, 1234567])', '00007|a|ff|b  |1.50|1,234,567'],
    ['$s.valueOf(5) $s.join("-", ["a", 1])', '5 a-1'],
  ])('%s', (template, text) => {
    expect(render(template, { s: 'str', pad: ' \t a b \n', csv: 'a,b,,c,,' })).toBe(text);
  });

  it('answer nothing to arguments of the wrong kind', () => {
    expect(render('[$s.contains(5)][$s.substring("1")][$s.concat(5)]', { s: 'str' })).toBe('[][][]');
  });

  it('fail outside the text', () => {
    expect(() => render('$s.substring(9)', { s: 'str' })).toThrow('index 9 is not between 0 and 3 (line 1, column 3)');
  });
});

describe('methods of a list', () => {
  it.each([
    ['$l.size() $l.get(0) $l.isEmpty() $l.contains(1) $l.indexOf(2)', '3 3 false true 2'],
    ['$l.add(7) $l.add(0, 9)$l $l.addAll([8]) $l', 'true [9, 3, 1, 2, 7] true [9, 3, 1, 2, 7, 8]'],
    ['$l.remove(0) $l $l.set(0, 5) $l $l.subList(0, 1)', '3 [1, 2] 1 [5, 2] [5]'],
    ['$l[-1] $l.toString()', '2 [3, 1, 2]'],
  ])('%s', (template, text) => {
    expect(render(template, { l: [3, 1, 2] })).toBe(text);
  });
});

describe('methods of a map', () => {
  it.each([
    ['[$m.put("b", 2)] $m.put("a", 3) $m $m.get("a")', '[] 1 {a=3, b=2} 3'],
    ['$m.keySet() $m.values() $m.entrySet() $m.size() $m.isEmpty()', '[a] [1] [a=1] 1 false'],
    ['$m.containsKey("a") $m.containsValue(1) $m.remove("a") $m', 'true true 1 {}'],
    ['$m.getOrDefault("z", 5)$m.putAll({"c": 4}) $m', '5 {a=1, c=4}'],
  ])('%s', (template, text) => {
    expect(render(template, { m: { a: 1 } })).toBe(text);
  });
});

describe('methods of numbers and booleans', () => {
  it.each([
    ['$n.toString() $n.intValue() $n.doubleValue() $n.compareTo(3)', '5 5 5.0 1'],
    ['$n.parseInt("12") $n.valueOf("7") $d.intValue() $d.parseDouble("2")', '12 7 1 2.0'],
    ['$t.toString() $t.equals(true)', 'true true'],
  ])('%s', (template, text) => {
    expect(render(template, { n: 5, d: 1.5, t: true })).toBe(text);
  });

  it('fail for text that is no number', () => {
    expect(() => render('$n.parseInt("x")', { n: 1 })).toThrow('"x" is not an integer');
  });
});

describe('nothing else', () => {
  it.each(['s', 'n', 'l', 'm', 't'])('is reachable through $%s', (name) => {
    const variables = { s: 'str', n: 5, l: [1], m: { a: 1 }, t: true };
    const names = ['class', 'getClass()', 'constructor', 'prototype', 'constructor()', 'toJSON()', 'apply()'];
    const reached = names.map((member) => render(`$${name}.${member}`, variables));
    expect(reached).toEqual(names.map(() => ''));
    expect(render(`$${name}["__proto__"]$${name}["constructor"]`, { ...variables, l: 'x' })).toBe('');
  });
});
