/** What Lambda puts before every line: the time is now, the request is the next line, and most lines are information. */
const PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t(?:[0-9a-f-]{36}|undefined)\t(\w+)\t/;

/** A frame of the program that plays Lambda's runtime. */
const RUNTIME_FRAME = /^ +at .*[\\/]gateway[\\/]lambda[\\/]bootstrap[\\/]/;

/** A record as Lambda writes it when a function logs JSON. */
interface LogRecord {
  readonly timestamp: string;
  readonly level: string;
  readonly requestId?: string;
  readonly message?: unknown;
  readonly stackTrace?: readonly string[];
  readonly [member: string]: unknown;
}

const SAID_ELSEWHERE = new Set([
  'timestamp',
  'level',
  'requestId',
  'message',
  'errorType',
  'errorMessage',
  'stackTrace',
]);

/** What a function printed, as it meant it. */
export function formatOutput(name: string, text: string): string {
  const record = recordOf(text);
  const said = record ? formatRecord(record) : text.replace(PREFIX, (_prefix, level) => prefixOf(level));
  return said
    .trimEnd()
    .split('\n')
    .map((line) => `  ${name}  ${line}`)
    .join('\n');
}

function formatRecord(record: LogRecord): string {
  const { level, message, errorType, errorMessage, stackTrace = [] } = record;
  const members = Object.entries(record).filter(([name]) => !SAID_ELSEWHERE.has(name));
  const rest = members.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(members))}`;
  const said = typeof message === 'string' ? message : formatValue(message ?? { errorType, errorMessage });
  return [`${prefixOf(level)}${said}${rest}`, ...ownFrames(stackTrace)].join('\n');
}

/** An error as it looks in a terminal of its own: its stack, and what else it holds. */
function formatValue(value: unknown): string {
  const { errorType, errorMessage, stackTrace, ...rest } = Object(value);
  if (typeof errorMessage !== 'string' || !Array.isArray(stackTrace)) return JSON.stringify(value);
  const stack = stackTrace.length === 0 ? `${errorType}: ${errorMessage}` : ownFrames(stackTrace).join('\n');
  return Object.keys(rest).length === 0 ? stack : `${stack}\n${JSON.stringify(rest)}`;
}

/** A stack down to the handler: what called it is not the developer's. */
function ownFrames(stackTrace: readonly string[]): readonly string[] {
  const end = stackTrace.findIndex((frame) => RUNTIME_FRAME.test(frame));
  return end < 1 ? stackTrace : stackTrace.slice(0, end);
}

function prefixOf(level: string): string {
  return level === 'INFO' ? '' : `${level}  `;
}

function recordOf(text: string): LogRecord | undefined {
  if (!text.startsWith('{"timestamp":')) return undefined;
  try {
    const record = JSON.parse(text) as Partial<LogRecord>;
    const isLambdas = typeof record.level === 'string' && typeof record.timestamp === 'string';
    return isLambdas && (record.stackTrace === undefined || Array.isArray(record.stackTrace))
      ? (record as LogRecord)
      : undefined;
  } catch {
    return undefined;
  }
}
