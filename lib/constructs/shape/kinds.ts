import { type Duration, type Size, Token } from 'aws-cdk-lib/core';

/** A kind of value: what is told apart here, because it would go wrong later, and without a word of the prop. */
export interface Kind {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
  /** The kind of all that stands in a map or a list. */
  readonly each?: KindName;
}

const has = (member: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && (value as Record<string, unknown>)[member] !== undefined;
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value);
const isLate = (value: number) => Token.isUnresolved(value);
const oneOf = <const N extends string>(...values: N[]) => ({
  name: `one of ${values.join(', ')}`,
  is: (value: unknown) => (values as unknown[]).includes(value),
});
const list = { name: 'a list', is: Array.isArray } as const;
const map = { name: 'a map', is: isMap } as const;

const TABLE = {
  any: { name: 'anything', is: () => true },
  text: { name: 'text', is: (value) => typeof value === 'string' },
  number: { name: 'a number', is: isNumber },
  rate: { name: 'a number, 0 or more', is: (value) => isNumber(value) && (value >= 0 || isLate(value)) },
  count: {
    name: 'a whole number, 0 or more',
    is: (value) => isNumber(value) && (isLate(value) || (Number.isInteger(value) && value >= 0)),
  },
  flag: { name: 'true or false', is: (value) => typeof value === 'boolean' },
  list,
  texts: { ...list, each: 'text' },
  values: { ...list, each: 'value' },
  map,
  textMap: { ...map, each: 'text' },
  valueMap: { ...map, each: 'value' },
  upstreams: { ...map, each: 'upstream' },
  headerValues: { ...map, each: 'headerValue' },
  object: { name: 'an object', is: isMap },
  value: { name: 'what RequestValue makes', is: has('_mapping') },
  headerValue: { name: 'what HeaderValue makes', is: has('_rule') },
  duration: { name: 'a Duration, such as Duration.seconds(10)', is: has('toSeconds') },
  seconds: { name: 'a Duration of whole seconds, such as Duration.seconds(10)', is: isOfSeconds },
  size: { name: 'a Size, such as Size.kibibytes(1)', is: has('toBytes') },
  authorizer: { name: 'what Authorizer makes', is: has('bind') },
  backend: { name: 'what Backend makes', is: has('bind') },
  accessLog: { name: 'what AccessLog makes', is: has('_bind') },
  webAcl: { name: 'what WebAcl makes', is: has('_bind') },
  endpoint: { name: 'what Endpoint makes', is: has('config') },
  apiDomain: { name: 'an ApiDomain', is: has('_claim') },
  upstream: { name: 'what Upstream makes', is: has('_target') },
  alarms: { ...list, each: 'alarm' },
  alarm: { name: 'what ApiAlarm makes', is: has('_rule') },
  actions: { ...list, each: 'action' },
  action: { name: 'an action of alarms, such as SnsAction', is: has('bind') },
  objects: { ...list, each: 'object' },
  cacheSize: oneOf('0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'),
  functionLogs: oneOf('SHARED', 'PER_FUNCTION'),
  keySource: oneOf('HEADER', 'AUTHORIZER'),
  logLevel: oneOf('OFF', 'ERROR', 'INFO'),
  period: oneOf('DAY', 'WEEK', 'MONTH'),
  policy: { name: 'an iam.PolicyDocument, such as ResourcePolicy makes', is: has('addStatements') },
  privateLink: { name: 'what PrivateLink makes', is: has('_bind') },
  connectionTable: { name: 'what ConnectionTable makes', is: has('_bind') },
  gradualDeployment: { name: 'what GradualDeployment makes', is: has('_attach') },
} as const satisfies Record<string, Omit<Kind, 'each'> & { readonly each?: string }>;

export type KindName = keyof typeof TABLE;

export const KINDS: Readonly<Record<KindName, Kind>> = TABLE;

type TextKind = 'text' | 'cacheSize' | 'functionLogs' | 'keySource' | 'logLevel' | 'period';
type NumberKind = 'number' | 'rate' | 'count';
type DurationKind = 'duration' | 'seconds';
type ListKind = 'list' | 'texts' | 'values' | 'alarms' | 'actions' | 'objects';

/** The kinds that a value of a type may be said to be of. */
export type KindOf<T> =
  | 'any'
  | (T extends boolean
      ? 'flag'
      : T extends string
        ? TextKind
        : T extends number
          ? NumberKind
          : T extends Duration
            ? DurationKind
            : T extends Size
              ? 'size'
              : T extends readonly unknown[]
                ? ListKind
                : Exclude<KindName, 'flag' | TextKind | NumberKind | DurationKind | 'size' | ListKind>);

function isOfSeconds(value: unknown): boolean {
  if (!has('toSeconds')(value)) return false;
  const duration = value as Duration;
  return duration.isUnresolved() || Number.isInteger(duration.toSeconds({ integral: false }));
}
