import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import type { FunctionModel } from '../model';
import type { LocalCredentials } from '../services';

/** What a process reads once, before any program of its own runs. */
const READ_AT_START = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'LD_LIBRARY_PATH', 'LD_PRELOAD'];

/** Everything that an execution environment is told about its function. */
export interface Assignment {
  readonly env: Readonly<Record<string, string>>;
  /** `node_modules` folders that ES modules do not find by themselves. */
  readonly modulePaths: readonly string[];
  readonly reportsUnsettled: boolean;
  /** `host:port` of the app's own APIs, as functions know them → the port where they are here, without TLS. */
  readonly localHosts: Readonly<Record<string, number>>;
}

export interface AssignmentOptions {
  readonly fn: FunctionModel;
  readonly codeDirectory: string;
  readonly credentials: Pick<LocalCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;
  /** Endpoints and the like. */
  readonly extra: Readonly<Record<string, string>>;
  readonly rewriteValue: (text: string) => string;
  readonly localHosts: Readonly<Record<string, number>>;
  /** Start of this environment, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The function's whole environment: nothing of the gateway's own is in it but PATH. */
export function assignmentOf(options: AssignmentOptions): Assignment {
  const { fn, codeDirectory } = options;
  const layers = layerModules(fn);
  const project = projectModules();
  const own = Object.fromEntries(
    Object.entries(fn.environment).map(([name, value]) => [name, options.rewriteValue(value)]),
  );
  const env = {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    // The warning is about the Node.js of this machine, not about the function's runtime.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...options.extra,
    ...own,
    ...reservedVariables(options),
    NODE_PATH: [own.NODE_PATH, ...layers, ...project]
      .filter((path) => path !== undefined && path !== '')
      .join(delimiter),
  };
  const findsProject = project.some((path) => !relative(dirname(path), codeDirectory).startsWith('..'));
  const modulePaths = layers.length === 0 && findsProject ? [] : [...layers, ...project];
  return { env, modulePaths, reportsUnsettled: runtimeMajor(fn) >= 24, localHosts: options.localHosts };
}

/** Variables that an environment has to start with; where there are any, the spare process cannot serve. */
export function startVariables(assignment: Assignment): Record<string, string> | undefined {
  const found = READ_AT_START.filter((name) => assignment.env[name] !== undefined).filter(
    (name) => name !== 'NODE_OPTIONS' || assignment.env[name].trim() !== '--enable-source-maps',
  );
  return found.length === 0 ? undefined : Object.fromEntries(found.map((name) => [name, assignment.env[name]]));
}

/** Node.js version that the runtime names, 0 for others. */
export function runtimeMajor(fn: FunctionModel): number {
  return Number(/^nodejs(\d+)/.exec(fn.runtime)?.[1] ?? 0);
}

function reservedVariables({ fn, codeDirectory, credentials, startedAt }: AssignmentOptions): Record<string, string> {
  const date = new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '/');
  const { logging } = fn;
  return {
    LAMBDA_TASK_ROOT: codeDirectory,
    _HANDLER: fn.handler,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: `${date}/[$LATEST]${randomBytes(16).toString('hex')}`,
    AWS_LAMBDA_LOG_FORMAT: logging.format,
    ...(logging.format === 'JSON' && logging.applicationLevel !== undefined
      ? { AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }
      : {}),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_REGION: fn.origin.region,
    AWS_DEFAULT_REGION: fn.origin.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
  };
}

function layerModules(fn: FunctionModel): string[] {
  const versioned = `nodejs/node${runtimeMajor(fn)}/node_modules`;
  const folders = fn.layers.flatMap((layer) => [join(layer, versioned), join(layer, 'nodejs', 'node_modules')]);
  return folders.filter((folder) => existsSync(folder));
}

/** Lambda has the SDK beside the function; here it is the project's own. */
function projectModules(): string[] {
  return [process.cwd(), __dirname]
    .flatMap(ancestors)
    .map((folder) => join(folder, 'node_modules'))
    .filter((folder, index, all) => all.indexOf(folder) === index && existsSync(folder));
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
