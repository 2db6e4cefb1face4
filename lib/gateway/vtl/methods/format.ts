import type { Budget } from '../limits';
import { printJava } from '../print';
import { OperationError } from '../template-error';
import { isNumber, type Value } from '../value';

const SPECIFIER = /%(?:(\d{1,3})\$)?([-#+ 0,(]*)(\d{1,4})?(?:\.(\d{1,3}))?([a-zA-Z%])/g;

/** `String.format` for text, integers, floats, hexadecimal, characters and booleans. */
export function formatText(pattern: string, args: readonly Value[], budget: Budget): string {
  let next = 0;
  return pattern.replace(SPECIFIER, (whole, position, flags: string, width, precision, conversion: string) => {
    if (conversion === 'n') return '\n';
    if (conversion === '%') return '%';
    const index = position === undefined ? next++ : Number(position) - 1;
    if (index >= args.length) throw new OperationError(`"${whole}" has no argument`);
    const digits = precision === undefined ? undefined : Number(precision);
    const text = convert(whole, conversion, args[index], { flags, digits, budget });
    budget.produce(Number(width ?? 0));
    return pad(text, flags, Number(width ?? 0));
  });
}

interface Conversion {
  readonly flags: string;
  readonly digits: number | undefined;
  readonly budget: Budget;
}

function convert(whole: string, conversion: string, value: Value, { flags, digits, budget }: Conversion): string {
  switch (conversion) {
    case 's':
    case 'S': {
      const text = printJava(value, budget).slice(0, digits);
      return conversion === 'S' ? text.toUpperCase() : text;
    }
    case 'd':
      if (typeof value === 'bigint') return sign(group(String(value), flags), flags);
      break;
    case 'x':
    case 'X':
      if (typeof value === 'bigint') {
        const text = BigInt.asUintN(value < -(1n << 31n) ? 64 : 32, value).toString(16);
        return conversion === 'X' ? text.toUpperCase() : text;
      }
      break;
    case 'f':
      if (isNumber(value) && typeof value === 'number') return sign(group(value.toFixed(digits ?? 6), flags), flags);
      break;
    case 'c':
      if (typeof value === 'string' && value.length === 1) return value;
      break;
    case 'b':
      return String(value === undefined || value === null ? false : typeof value === 'boolean' ? value : true);
  }
  throw new OperationError(`"${whole}" cannot format ${printJava(value, budget).slice(0, 40)}`);
}

function group(text: string, flags: string): string {
  return flags.includes(',') ? text.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',') : text;
}

function sign(text: string, flags: string): string {
  return flags.includes('+') && !text.startsWith('-') ? `+${text}` : text;
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const [, prefix = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  return prefix + rest.padStart(width - prefix.length, '0');
}
