import { parseArgs } from 'node:util';
import { GatewayError } from '../errors';
import type { ThrottleSettings } from '../model';
import { readSubject, TOKEN_HELP, TOKEN_OPTIONS, type TokenArguments } from './token-arguments';

export type OutputFormat = 'text' | 'json';

/** How an assembly is found or made, whatever is done with it. */
export interface AssemblyArguments {
  /** A command, or the folder of an assembly; undefined: the `app` of `cdk.json`. */
  readonly app?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** File of values that only AWS knows. */
  readonly valuesFile?: string;
  readonly format: OutputFormat;
}

export interface DevArguments extends AssemblyArguments {
  readonly name: 'dev';
  readonly port: number;
  readonly host: string;
  readonly watch: boolean;
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly upstreams: Readonly<Record<string, string>>;
  readonly authorizers: Readonly<Record<string, string>>;
  readonly accountThrottle?: ThrottleSettings;
}

export interface RoutesArguments extends AssemblyArguments {
  readonly name: 'routes';
}

export interface OpenApiArguments extends AssemblyArguments {
  readonly name: 'openapi';
  /** Name, logical id or construct path; undefined: the only one. */
  readonly api?: string;
}

export type Command =
  | DevArguments
  | RoutesArguments
  | OpenApiArguments
  | TokenArguments
  | { readonly name: 'help' }
  | { readonly name: 'version' };

export const HELP = `gatehouse: Amazon API Gateway on localhost

  gatehouse dev [options]      serve the APIs of a CDK app
  gatehouse routes [options]   list its APIs and routes
  gatehouse token [options]    print a token that its Cognito authorizers accept
  gatehouse openapi [options]  print the OpenAPI document of a REST API, for its clients

Options of all
  --app COMMAND|FOLDER     the app's command or its cloud assembly (default: "app" of cdk.json)
  -c, --context KEY=VALUE  CDK context, any number of times
  --parameter NAME=VALUE   a CloudFormation or SSM parameter, any number of times
  --values FILE            JSON file of values that only AWS knows
  --format text|json       lines for people, or one JSON object a line (default: text)

Options of dev
  --port NUMBER            port of the first API, the next ones count up; 0 takes any (default: 3000)
  --host HOST              (default: 127.0.0.1)
  --no-watch               do not reload on changes
  --strict                 refuse what is not emulated
  --upstream FROM=TO       send an HTTP integration's host elsewhere, any number of times
  --authorizer NAME=WHAT   allow, deny or a function of the app decides in place of a Lambda authorizer
  --account-throttle RATE  requests a second of the account's quota, half of them at once; RATE,BURST: so many
                           at once (default: 10000,5000)
  --verbose                print what each stage did with a request, and access logs

${TOKEN_HELP}
Options of openapi
  --api NAME               name, logical id or path of the API (default: the only one)

  -h, --help               this text
  --version                the version
`;

const OPTIONS = {
  app: { type: 'string' },
  context: { type: 'string', short: 'c', multiple: true },
  parameter: { type: 'string', multiple: true },
  values: { type: 'string' },
  format: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'no-watch': { type: 'boolean' },
  strict: { type: 'boolean' },
  upstream: { type: 'string', multiple: true },
  authorizer: { type: 'string', multiple: true },
  'account-throttle': { type: 'string' },
  verbose: { type: 'boolean' },
  ...TOKEN_OPTIONS,
  api: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Options of one command that the others do not take. */
const OWN_OPTIONS = {
  dev: ['port', 'host', 'no-watch', 'strict', 'upstream', 'authorizer', 'account-throttle', 'verbose'],
  routes: [],
  token: Object.keys(TOKEN_OPTIONS) as (keyof typeof TOKEN_OPTIONS)[],
  openapi: ['api'],
} as const;
const COMMANDS = Object.keys(OWN_OPTIONS) as (keyof typeof OWN_OPTIONS)[];

/** Reads a command line. @throws GatewayError */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...more] = positionals;
  if (values.version) return { name: 'version' };
  if (values.help || args.length === 0 || name === 'help') return { name: 'help' };
  if (name === undefined) throw invalid(`name a command: ${COMMANDS.join(', ')}`);
  if (!isCommand(name)) throw invalid(`there is no command "${name}", there are ${COMMANDS.join(', ')}`);
  if (more.length > 0) throw invalid(`${name} takes no argument "${more[0]}", quote values that hold spaces`);
  refuseForeign(name, values);
  const assembly: AssemblyArguments = {
    app: values.app,
    context: pairs('-c', 'KEY=VALUE', values.context),
    parameters: pairs('--parameter', 'NAME=VALUE', values.parameter),
    valuesFile: values.values,
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
  };
  if (name === 'routes') return { ...assembly, name };
  if (name === 'openapi') return { ...assembly, name, api: values.api };
  if (name === 'token')
    return { ...assembly, name, subject: readSubject(values, pairs('--claim', 'NAME=VALUE', values.claim)) };
  return {
    ...assembly,
    name,
    port: portOf(values.port ?? '3000'),
    host: values.host ?? '127.0.0.1',
    watch: !values['no-watch'],
    strict: values.strict ?? false,
    verbose: values.verbose ?? false,
    upstreams: pairs('--upstream', 'FROM=TO', values.upstream),
    authorizers: pairs('--authorizer', 'NAME=WHAT', values.authorizer),
    accountThrottle: throttleOf(values['account-throttle']),
  };
}

function isCommand(name: string): name is keyof typeof OWN_OPTIONS {
  return Object.hasOwn(OWN_OPTIONS, name);
}

function refuseForeign(name: keyof typeof OWN_OPTIONS, values: ReturnType<typeof parse>['values']): void {
  for (const owner of COMMANDS.filter((command) => command !== name)) {
    const foreign = OWN_OPTIONS[owner].find((option) => values[option] !== undefined);
    if (foreign) throw invalid(`--${foreign} is an option of ${owner}, ${name} does not take it`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw invalid(`${sentence[0].toLowerCase()}${sentence.slice(1)}, see gatehouse --help`);
  }
}

function pairs(option: string, form: string, texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw invalid(`${option} must be ${form}, got "${text}"`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw invalid(`${option} must be ${allowed.join(' or ')}, got "${text}"`);
  return found;
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) throw invalid(`--port must be a whole number from 0 to 65535, got "${text}"`);
  return port;
}

function throttleOf(text: string | undefined): ThrottleSettings | undefined {
  if (text === undefined) return undefined;
  const [, rate, burst] = /^([1-9]\d*)(?:,([1-9]\d*))?$/.exec(text) ?? [];
  if (rate === undefined) {
    throw invalid(`--account-throttle must be RATE or RATE,BURST, whole numbers above 0, got "${text}"`);
  }
  return { rateLimit: Number(rate), ...(burst !== undefined && { burstLimit: Number(burst) }) };
}

function invalid(message: string): GatewayError {
  return new GatewayError('OPTION_INVALID', message);
}
