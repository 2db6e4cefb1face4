import { GatewayError } from '../errors';
import type { GatewayEvent } from '../events';
import type { OutputFormat } from './arguments';
import { type FormatOptions, formatEvent } from './format-event';

const BATCH_MS = 20;

/** The part of a command line that says how to print. */
export interface ConsoleSettings {
  readonly name: string;
  readonly format: OutputFormat;
  readonly verbose?: boolean;
}

/** The only place that prints. Lines are gathered: a reader that stops would else stop the gateway at every line. */
export class Console {
  private format: OutputFormat = 'text';
  private verbose = false;
  private nameOf: (functionName: string) => string = (name) => name;
  private notes: NodeJS.WritableStream = process.stdout;
  private lines: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    // Whoever read our output has gone: there is nobody left to tell.
    process.stdout.on('error', () => {});
    process.stderr.on('error', () => {});
  }

  use({ name, format, verbose = false }: ConsoleSettings): void {
    this.format = format;
    this.verbose = verbose;
    if (name !== 'dev') this.notes = process.stderr;
  }

  /** From now on functions are called by the names that people gave them. */
  nameFunctions(nameOf: (functionName: string) => string): void {
    this.nameOf = nameOf;
  }

  print(text: string): void {
    this.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** What happened, in the format of the command line. */
  event(event: GatewayEvent): void {
    const text = this.format === 'json' ? JSON.stringify(event) : formatEvent(event, this.options);
    if (text !== undefined) this.print(text);
    if (event.event === 'listening') this.flush();
  }

  /** A line for people only. What the other commands print is often the input of something else. */
  note(text: string): void {
    if (this.format !== 'text') return;
    if (this.notes === process.stdout) this.print(text);
    else this.notes.write(`${text.trimEnd()}\n`);
  }

  /** Why a command ends, or goes on without what was asked. */
  fail(error: unknown): void {
    const code = error instanceof GatewayError ? error.code : 'INTERNAL';
    const message = error instanceof GatewayError ? error.message : String((error as Error)?.stack ?? error);
    if (this.format === 'json') this.event({ event: 'error', code, message });
    this.flush();
    process.stderr.write(`gatehouse: ${message}\n`);
  }

  close(): Promise<void> {
    this.flush();
    return new Promise((resolve) => process.stdout.write('', () => resolve()));
  }

  private get options(): FormatOptions {
    return { verbose: this.verbose, nameOf: this.nameOf };
  }

  private write(text: string): void {
    this.lines.push(text);
    this.timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    process.stdout.write(text);
  }
}
