import { TemplateError } from '../../../lib/gateway/vtl';
import { render } from './render';

const small = { steps: 100_000, characters: 1_000_000 };

describe('limits', () => {
  it.each([
    ['text that doubles', '#set($s = "aaaaaaaaaa")#foreach($i in [1..100])#set($s = "$s$s")#end$s', 'characters'],
    ['lists that double', '#set($l = [1])#foreach($i in [1..100])#set($l = [$l, $l])#end$l', 'steps'],
    ['loops in loops', '#foreach($i in [1..900])#foreach($j in [1..900])#set($x = $j)#end#end', 'steps'],
    ['long ranges', '#set($r = [1..1000000000])', 'too long'],
    ['a map that contains itself', '#set($m = {})#set($m.a = $m)$m', 'contains itself'],
    ['a list that contains itself', '#set($l = [1])#set($x = $l.add($l))#if($l == [[1]])#end$l', 'contains itself'],
    ['repeated text', '$s.repeat(1000000000)', 'characters'],
    ['evaluation of itself', '#set($t = "\\u0023evaluate(\\u0024t)")#evaluate($t)', 'more than 20 times'],
    ['blocks', '#if(true)'.repeat(1000), 'nested too deeply'],
    ['arguments', `$a${'.b($a'.repeat(1000)}`, 'nested too deeply'],
    ['brackets', `#set($x = ${'['.repeat(1000)}`, 'nested too deeply'],
    ['signs', `#set($x = ${'!'.repeat(1000)}true)`, 'nested too deeply'],
    ['long sums', `#set($x = 1${'+1'.repeat(100_000)})`, 'goes too deep'],
  ])('end %s', (_what, template, reason) => {
    expect(() => render(template, { s: 'abc' }, small)).toThrow(reason);
  });

  it('refuse a template over 300 KB', () => {
    expect(() => render(' '.repeat(307_201))).toThrow('at most 307200 are allowed');
  });

  it.each(['$', '#', '\\', '# ', '${ ', '"', "'", '#*', '$a.', '##\n', ' \t'])(
    'read long runs of %j to their end',
    (piece) => {
      try {
        render(piece.repeat(300_000 / piece.length));
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
      }
    },
  );
});
