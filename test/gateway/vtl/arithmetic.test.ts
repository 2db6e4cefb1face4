import { render } from './render';

describe('arithmetic', () => {
  it.each([
    ['5 / 2', '2'],
    ['-5 / 2', '-2'],
    ['-7 % 3', '-1'],
    ['5.0 / 2', '2.5'],
    ['1 + 2 * 3 - 1', '6'],
    ['(1 + 2) * (3 + 4)', '21'],
    ['2147483647 + 1', '2147483648'],
    ['9223372036854775807 * 2', '18446744073709551614'],
    ['1.0', '1.0'],
    ['1e10', '1.0E10'],
    ['0.0001', '1.0E-4'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['1 / 3.0', '0.3333333333333333'],
    ['"a" + 1 + 2', 'a12'],
    ['1 + 2 + "a"', '3a'],
    ['[1] + "a"', '[1]a'],
    ['1 < 2', 'true'],
    ['!true', 'false'],
  ])('%s is %s', (expression, text) => {
    expect(render(`#set($x = ${expression})$x`)).toBe(text);
  });

  it.each(['7 / 0', '7 % 0', '7.0 / 0', '"a" - 1', '$missing + 1', '[1] + [2]'])('%s is nothing', (expression) => {
    expect(render(`#set($x = ${expression})[$x]`)).toBe('[]');
  });

  it('keeps integers from growing without end', () => {
    expect(render('#set($n = 3)#foreach($i in [1..50])#set($n = $n * $n)#end$n').length).toBeLessThan(1300);
  });
});
