import { isLineEnd, otherCase } from './character-classes';
import { ClassParser } from './class-parser';
import { type Anchor, type Flags, NO_FLAGS, type ParsedPattern, type Pattern } from './pattern';

const MAX_NESTING = 100;
const MAX_REPEAT = 1000;

/** Reads a Java regular expression. @throws OperationError */
export function parsePattern(source: string): ParsedPattern {
  return new PatternParser(source).whole();
}

class PatternParser extends ClassParser {
  private groups = 0;
  private nesting = 0;
  private flags: Flags = NO_FLAGS;
  private readonly names = new Map<string, number>();

  whole(): ParsedPattern {
    const pattern = this.choice();
    if (!this.atEnd) throw this.fault('unmatched ")"');
    return { pattern, groups: this.groups, names: this.names };
  }

  private choice(): Pattern {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) throw this.fault('nested too deeply');
    const before = this.flags;
    const options = [this.sequence()];
    while (this.take(/\|/y) !== undefined) options.push(this.sequence());
    this.flags = before;
    this.nesting -= 1;
    return options.length === 1 ? (options[0] as Pattern) : { kind: 'choice', options };
  }

  private sequence(): Pattern {
    const items: Pattern[] = [];
    while (!this.atEnd && !this.sees(/[|)]/y)) {
      if (this.flags.comments && this.take(/\s+|#[^\n]*/y) !== undefined) continue;
      const literal = this.take(/\\Q[\s\S]*?(?:\\E|$)/y);
      if (literal !== undefined) {
        for (const c of literal.slice(2).replace(/\\E$/, '')) items.push(this.character(c));
        continue;
      }
      const atom = this.atom();
      if (atom !== undefined) items.push(this.repeated(atom));
    }
    return items.length === 1 ? (items[0] as Pattern) : { kind: 'sequence', items };
  }

  /** Undefined for `(?i)`, which is no pattern of its own. */
  private atom(): Pattern | undefined {
    if (this.take(/\(/y) !== undefined) return this.group();
    if (this.take(/\[/y) !== undefined) return { kind: 'character', test: this.characterClass(this.flags.ignoreCase) };
    if (this.take(/\./y) !== undefined)
      return { kind: 'character', test: this.flags.dotAll ? () => true : (c) => !isLineEnd(c) };
    if (this.take(/\^/y) !== undefined) return anchor(this.flags.multiline ? 'lineStart' : 'start');
    if (this.take(/\$/y) !== undefined) return anchor(this.flags.multiline ? 'lineEnd' : 'endOrLineEnd');
    if (this.sees(/[*+?{]/y)) throw this.fault('nothing to repeat');
    return this.take(/\\/y) === undefined ? this.character(this.codePoint()) : this.escaped();
  }

  private group(): Pattern | undefined {
    const flags = this.take(/\?[imsxudU]*(?:-[imsxudU]+)?[:)]/y);
    if (flags !== undefined) return this.flagged(flags);
    const look = this.take(/\?<?[=!]/y);
    const atomic = look === undefined && this.take(/\?>/y) !== undefined;
    const name = this.take(/\?<[a-zA-Z][a-zA-Z0-9]*>/y)?.slice(2, -1);
    if (look === undefined && !atomic && name === undefined && this.sees(/\?/y)) throw this.fault('unknown group');
    const index = look === undefined && !atomic ? ++this.groups : 0;
    if (name !== undefined) this.names.set(name, index);
    const body = this.choice();
    this.close();
    if (look !== undefined) {
      return { kind: 'look', ahead: !look.startsWith('?<'), negative: look.endsWith('!'), body };
    }
    return atomic ? { kind: 'atomic', body } : { kind: 'group', index, body };
  }

  private flagged(text: string): Pattern | undefined {
    const before = this.flags;
    const [on = '', off = ''] = text.slice(1, -1).split('-');
    const is = (letter: string, now: boolean) => (on.includes(letter) || now) && !off.includes(letter);
    this.flags = {
      ignoreCase: is('i', before.ignoreCase),
      dotAll: is('s', before.dotAll),
      multiline: is('m', before.multiline),
      comments: is('x', before.comments),
    };
    if (text.endsWith(')')) return undefined;
    const body = this.choice();
    this.flags = before;
    this.close();
    return body;
  }

  private close(): void {
    if (this.take(/\)/y) === undefined) throw this.fault('unclosed group');
  }

  private escaped(): Pattern {
    const edge = this.take(/[AzZbBG]/y);
    if (edge !== undefined) return anchor(EDGES[edge] ?? 'start');
    const number = this.take(/[1-9]\d{0,2}/y);
    const { ignoreCase } = this.flags;
    if (number !== undefined) return { kind: 'backreference', index: Number(number), ignoreCase };
    const name = this.take(/k<[a-zA-Z][a-zA-Z0-9]*>/y)?.slice(2, -1);
    if (name !== undefined) return { kind: 'backreference', index: this.names.get(name) ?? 1000, ignoreCase };
    if (this.take(/R/y) !== undefined) return LINE_BREAK;
    const escape = this.escape();
    return typeof escape === 'string' ? this.character(escape) : { kind: 'character', test: escape };
  }

  private character(text: string): Pattern {
    const wanted = text.codePointAt(0) as number;
    const other = this.flags.ignoreCase ? otherCase(wanted) : wanted;
    if (other === wanted) return { kind: 'character', text, test: (c) => c === wanted };
    return { kind: 'character', test: (c) => c === wanted || c === other };
  }

  private repeated(body: Pattern): Pattern {
    let pattern = body;
    for (;;) {
      const quantifier = this.take(/[*+?]|\{\d+(?:,\d*)?\}/y);
      if (quantifier === undefined) return pattern;
      const mode = MODES[this.take(/[+?]/y) ?? ''] ?? 'greedy';
      pattern = { kind: 'repeat', body: pattern, mode, ...this.bounds(quantifier) };
    }
  }

  private bounds(quantifier: string): { min: number; max: number } {
    if (quantifier === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
    if (quantifier === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
    if (quantifier === '?') return { min: 0, max: 1 };
    const [low = '0', high = low] = quantifier.slice(1, -1).split(',');
    const min = Number(low);
    const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (min > MAX_REPEAT || (Number.isFinite(max) && max > MAX_REPEAT))
      throw this.fault(`more than ${MAX_REPEAT} repetitions`);
    if (max < min) throw this.fault('illegal repetition range');
    return { min, max };
  }
}

const EDGES: Readonly<Record<string, Anchor>> = {
  A: 'start',
  G: 'start',
  z: 'end',
  Z: 'endOrLineEnd',
  b: 'wordEdge',
  B: 'noWordEdge',
};

const MODES: Readonly<Record<string, 'lazy' | 'possessive'>> = { '?': 'lazy', '+': 'possessive' };

const LINE_BREAK: Pattern = {
  kind: 'choice',
  options: [
    {
      kind: 'sequence',
      items: [
        { kind: 'character', test: (c) => c === 13 },
        { kind: 'character', test: (c) => c === 10 },
      ],
    },
    { kind: 'character', test: (c) => isLineEnd(c) || c === 11 || c === 12 },
  ],
};

function anchor(kind: Anchor): Pattern {
  return { kind: 'anchor', anchor: kind };
}
