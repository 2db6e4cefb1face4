import { map } from './mapping';

const STORE = {
  store: {
    book: [
      { category: 'reference', title: 'Sayings', price: 8.95 },
      { category: 'fiction', title: 'Sword', price: 12.99, isbn: 'x-1' },
      { category: 'fiction', title: 'Moby Dick', price: 8.99, isbn: 'x-2', tags: ['whale', 'sea'] },
    ],
    bicycle: { color: 'red', price: 19 },
  },
  'a.b': { "it's": 1 },
  empty: [],
  limit: 10,
};

describe('a JSON path', () => {
  it.each([
    ['$.store.bicycle.color', '"red"'],
    ["$['store']['bicycle']['color']", '"red"'],
    ['$["store"].book[0].title', '"Sayings"'],
    ["$['a.b']['it\\'s']", '1'],
    ['store.book[-1].title', '"Moby Dick"'],
    ['$.store.book[*].price', '[8.95,12.99,8.99]'],
    ['$..price', '[8.95,12.99,8.99,19]'],
    ['$..book[0].title', '["Sayings"]'],
    ['$.store.*.color', '["red"]'],
    ['$.store.book[0,2].title', '["Sayings","Moby Dick"]'],
    ['$.store.book[0:2].title', '["Sayings","Sword"]'],
    ['$.store.book[-1:].title', '["Moby Dick"]'],
    ['$.store.book[:1].title', '["Sayings"]'],
    ["$.store.bicycle['color','price']", '{"color":"red","price":19}'],
    ['$.store.book[?(@.isbn)].title', '["Sword","Moby Dick"]'],
    ['$.store.book[?(!@.isbn)].title', '["Sayings"]'],
    ['$.store.book[?(@.price < 10)].title', '["Sayings","Moby Dick"]'],
    ['$.store.book[?(@.price < $.limit)].title', '["Sayings","Moby Dick"]'],
    ["$.store.book[?(@.category == 'fiction' && @.price > 10)].title", '["Sword"]'],
    ["$.store.book[?(@.category == 'none' || (@.price >= 12.99))].title", '["Sword"]'],
    ['$.store.book[?(@.title =~ /sw.*/i)].title', '["Sword"]'],
    ["$.store.book[?(@.category in ['reference'])].title", '["Sayings"]'],
    ["$.store.book[?(@.tags contains 'sea')].title", '["Moby Dick"]'],
    ['$.store.book[?(@.tags size 2)].title', '["Moby Dick"]'],
    ['$.store.book.length()', '3'],
    ['$..price.max()', '19.0'],
    ['$.store.book[*].price.min()', '8.95'],
    ['$.limit', '10'],
    ['$.empty', '[]'],
    ['$.empty[*]', '[]'],
    ['$..nope', '[]'],
    ['$.store.book[9]', '""'],
    ['$.limit.x', '""'],
    ['$.nope.x', '""'],
  ])('%s', (path, text) => {
    expect(map(`$input.json("${path.replaceAll('"', '""')}")`, { json: STORE }).output).toBe(text);
  });

  it('gives a list that templates can ask', () => {
    expect(
      map("#if($input.path('$..error').toString().contains('bad'))yes#end", { json: { a: { error: 'bad' } } }).output,
    ).toBe('yes');
    expect(map("$input.path('$.store.book').size()", { json: STORE }).output).toBe('3');
  });

  it.each([
    '$.',
    '$..',
    '$[',
    '$.a[?(]',
    '$.a[?(@.b ==)]',
    '$.a[?(1)]',
    '$.a b',
    '$.a.nope()',
    `$.a[?(${'('.repeat(1000)}`,
  ])('is refused when it cannot be read: %.30s', (path) => {
    expect(() => map(`$input.path("${path}")`, { json: STORE })).toThrow(/line 1/);
  });

  it('ends when it would visit too much', () => {
    const deep = JSON.parse(`${'{"a":['.repeat(40)}1${']}'.repeat(40)}`);
    const path = `$${'..*'.repeat(30)}`;
    expect(() => map(`$input.path('${path}')`, { json: deep })).toThrow('steps');
  });
});
