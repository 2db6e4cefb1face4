import type { CharacterTest } from './pattern';

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: '\\t-\\r ',
};

const SHORTHANDS: Readonly<Record<string, CharacterTest>> = {
  d: (c) => c >= 48 && c <= 57,
  w: isWord,
  s: (c) => c === 32 || (c >= 9 && c <= 13),
  h: (c) => c === 32 || c === 9 || c === 0xa0 || c === 0x1680 || (c >= 0x2000 && c <= 0x200a) || c === 0x3000,
  v: (c) => (c >= 10 && c <= 13) || c === 0x85 || c === 0x2028 || c === 0x2029,
};

/** `\d`, `\W` … : undefined for a letter that is no class. */
export function shorthand(letter: string): CharacterTest | undefined {
  const test = SHORTHANDS[letter.toLowerCase()];
  if (test === undefined || !/[dwshvDWSHV]/.test(letter)) return undefined;
  return letter === letter.toLowerCase() ? test : (c) => !test(c);
}

/** `\p{name}`: undefined for a name that is unknown. */
export function property(name: string): CharacterTest | undefined {
  const posix = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  const unicode = name.replace(/^(?:Is|general_category=|gc=)/, '');
  const pattern = posix === undefined ? unicodeClass(unicode) : new RegExp(`[${posix}]`, 'u');
  return pattern && ((c) => pattern.test(String.fromCodePoint(c)));
}

function unicodeClass(name: string): RegExp | undefined {
  for (const wanted of [name, `Script=${name}`]) {
    try {
      if (/^[\w=]+$/.test(wanted)) return new RegExp(`\\p{${wanted}}`, 'u');
    } catch {
      // An unknown name: the next spelling may be known.
    }
  }
  return undefined;
}

export function isWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
}

/** What `.` and `$` take for the end of a line. */
export function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === 0x85 || c === 0x2028 || c === 0x2029;
}

/** The other case of an ASCII letter, or the same. */
export function otherCase(c: number): number {
  if (c >= 97 && c <= 122) return c - 32;
  return c >= 65 && c <= 90 ? c + 32 : c;
}
