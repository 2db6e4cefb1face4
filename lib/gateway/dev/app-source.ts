import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GatewayError } from '../errors';

export interface AppOptions {
  /**
   * A command that synthesizes, or the folder of an assembly.
   * @default - the `app` of `cdk.json`
   */
  readonly app?: string;
  /**
   * Folder of the project: that of `cdk.json`.
   * @default - the working directory
   */
  readonly directory?: string;
  /**
   * Context that beats that of the project's files.
   * @default - only that of the files
   */
  readonly context?: Readonly<Record<string, string>>;
  /** @default - the environment of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Where an assembly comes from. */
export type AppSource = AppFolder | AppCommand;

/** An assembly that lies there. */
export interface AppFolder {
  readonly kind: 'folder';
  readonly assembly: string;
}

/** An app that makes an assembly each time that it runs. */
export interface AppCommand {
  readonly kind: 'command';
  readonly command: string;
  /** Runs before the app. */
  readonly build?: string;
  /** Absolute folder of the project. */
  readonly directory: string;
  /** Absolute folder that the app writes to: not `cdk.out`, a deployment may be under way there. */
  readonly assembly: string;
  readonly options: AppOptions;
}

/** Settings of the CDK CLI, as far as they concern a synthesis. */
interface CdkSettings {
  readonly app?: unknown;
  readonly build?: unknown;
}

/** @throws GatewayError when there is neither an app nor an assembly */
export function findApp(options: AppOptions): AppSource {
  const directory = path.resolve(options.directory ?? process.cwd());
  const settings = readSettings(directory, homeOf(options));
  const app = options.app ?? settings.app;
  if (typeof app !== 'string' || app.trim() === '') {
    throw new GatewayError(
      'OPTION_INVALID',
      `there is no app: "${path.join(directory, 'cdk.json')}" has no "app"; run gatehouse in the folder of the CDK app, or give --app`,
    );
  }
  const folder = path.resolve(directory, app);
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return { kind: 'folder', assembly: folder };
  const assembly = path.join(directory, '.gatehouse', 'cdk.out');
  const { build } = settings;
  if (build !== undefined && typeof build !== 'string') {
    throw new GatewayError('OPTION_INVALID', `"build" of cdk.json must be a command, got ${JSON.stringify(build)}`);
  }
  const command = withInterpreter(app, directory);
  return { kind: 'command', command, ...(build !== undefined && { build }), directory, assembly, options };
}

/** Where the user's own `.cdk.json` lies. */
export function homeOf({ environment = process.env }: AppOptions): string {
  return environment.HOME ?? os.homedir();
}

/** `cdk.json` over the user's `.cdk.json`. */
function readSettings(directory: string, home: string): CdkSettings {
  return { ...readJsonFile(path.join(home, '.cdk.json')), ...readJsonFile(path.join(directory, 'cdk.json')) };
}

/** The object that a file holds, empty where there is no file. */
export function readJsonFile(file: string): Record<string, unknown> {
  if (!fs.existsSync(file)) return {};
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  } catch (error) {
    throw new GatewayError('OPTION_INVALID', `"${file}" is no JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new GatewayError('OPTION_INVALID', `"${file}" must hold an object`);
}

/** The CLI runs a JavaScript file that is not executable by Node.js. */
function withInterpreter(app: string, directory: string): string {
  const file = path.resolve(directory, app);
  if (!app.endsWith('.js') || !fs.existsSync(file)) return app;
  const isExecutable = process.platform !== 'win32' && (fs.statSync(file).mode & 0o111) !== 0;
  return isExecutable ? app : `"${process.execPath}" "${app}"`;
}
