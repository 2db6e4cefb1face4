import type { ForwardedAddress, WebAclStatement, WebAclTest } from '../../model';
import { findsPattern } from '../../waf/find-pattern';
import type { Evaluation } from '../evaluation';
import {
  optionalChoice,
  optionalNumber,
  optionalRecord,
  optionalText,
  type Properties,
  record,
  records,
  text,
  texts,
} from '../read';
import { readField, readTransformations } from './field';
import { NotJudged } from './not-judged';

/** What statements refer to, and whose they are. */
export interface StatementScope {
  readonly evaluation: Evaluation;
  /** Of the rule, in the whole gateway. */
  readonly id: string;
}

const POSITIONS = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
const OPERATORS = ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'] as const;
const DEFAULT_WINDOW_SECONDS = 300;

const ONLY_ON_AWS: Readonly<Record<string, string>> = {
  ManagedRuleGroupStatement: 'managed rules',
  GeoMatchStatement: 'the country of the client',
  AsnMatchStatement: 'the network of the client',
  SqliMatchStatement: 'the detection of SQL',
  XssMatchStatement: 'the detection of scripts',
};

/** @throws NotJudged for what only AWS knows */
export function readStatement(statement: Properties, scope: StatementScope): WebAclStatement {
  const [[kind, content] = ['nothing']] = Object.entries(statement).filter(([, value]) => value !== undefined);
  const properties = (content ?? {}) as Properties;
  switch (kind) {
    case 'AndStatement':
      return { kind: 'and', statements: readAll(properties, scope) };
    case 'OrStatement':
      return { kind: 'or', statements: readAll(properties, scope) };
    case 'NotStatement':
      return { kind: 'not', statement: readStatement(record(properties, 'Statement'), scope) };
    case 'LabelMatchStatement':
      return readLabelMatch(properties);
    case 'IPSetReferenceStatement':
      return readAddresses(properties, scope);
    case 'RateBasedStatement':
      return readRate(properties, scope);
    case 'ByteMatchStatement':
      return ofText(properties, { kind: 'bytes', search: searchOf(properties), position: positionOf(properties) });
    case 'RegexMatchStatement':
      return ofText(properties, { kind: 'regex', patterns: [checkedPattern(text(properties, 'RegexString'))] });
    case 'RegexPatternSetReferenceStatement':
      return ofText(properties, { kind: 'regex', patterns: readPatterns(properties, scope) });
    case 'SizeConstraintStatement':
      return ofText(properties, sizeTest(properties));
    default:
      throw new NotJudged(ONLY_ON_AWS[kind] ?? kind);
  }
}

function readAll(properties: Properties, scope: StatementScope): WebAclStatement[] {
  return records(properties, 'Statements').map((each) => readStatement(each, scope));
}

function ofText(properties: Properties, test: WebAclTest): WebAclStatement {
  const field = readField(record(properties, 'FieldToMatch'));
  return { kind: 'text', field, transformations: readTransformations(properties), test };
}

function readLabelMatch(properties: Properties): WebAclStatement {
  const key = text(properties, 'Key');
  if (key.startsWith('awswaf:managed:')) throw new NotJudged('labels of managed rules');
  const scope = optionalChoice(properties, 'Scope', ['LABEL', 'NAMESPACE'] as const) ?? 'LABEL';
  return { kind: 'label', scope, key };
}

function readAddresses(properties: Properties, { evaluation }: StatementScope): WebAclStatement {
  const set = find(evaluation, 'AWS::WAFv2::IPSet', text(properties, 'Arn'));
  const forwarded = readForwarded(optionalRecord(properties, 'IPSetForwardedIPConfig'));
  return { kind: 'addresses', ranges: texts(set, 'Addresses'), ...(forwarded && { forwarded }) };
}

function readForwarded(config: Properties | undefined): ForwardedAddress | undefined {
  if (config === undefined) return undefined;
  return {
    header: text(config, 'HeaderName'),
    fallback: optionalChoice(config, 'FallbackBehavior', ['MATCH', 'NO_MATCH'] as const) ?? 'NO_MATCH',
    position: optionalChoice(config, 'Position', ['FIRST', 'LAST', 'ANY'] as const) ?? 'FIRST',
  };
}

function readRate(properties: Properties, scope: StatementScope): WebAclStatement {
  const key = optionalText(properties, 'AggregateKeyType') ?? 'IP';
  if (!['IP', 'FORWARDED_IP', 'CONSTANT'].includes(key)) throw new NotJudged(`rates by ${key}`);
  const within = optionalRecord(properties, 'ScopeDownStatement');
  const by = key === 'CONSTANT' ? 'nothing' : readForwarded(optionalRecord(properties, 'ForwardedIPConfig'));
  return {
    kind: 'rate',
    id: scope.id,
    limit: optionalNumber(properties, 'Limit') ?? 0,
    windowMs: (optionalNumber(properties, 'EvaluationWindowSec') ?? DEFAULT_WINDOW_SECONDS) * 1000,
    ...(by !== undefined && { by }),
    ...(within && { scope: readStatement(within, scope) }),
  };
}

function searchOf(properties: Properties): string {
  const encoded = optionalText(properties, 'SearchStringBase64');
  return encoded === undefined ? text(properties, 'SearchString') : Buffer.from(encoded, 'base64').toString('utf8');
}

function positionOf(properties: Properties) {
  return optionalChoice(properties, 'PositionalConstraint', POSITIONS) ?? 'EXACTLY';
}

function sizeTest(properties: Properties): WebAclTest {
  const operator = optionalChoice(properties, 'ComparisonOperator', OPERATORS) ?? 'EQ';
  return { kind: 'size', operator, size: optionalNumber(properties, 'Size') ?? 0 };
}

function readPatterns(properties: Properties, { evaluation }: StatementScope): string[] {
  const set = find(evaluation, 'AWS::WAFv2::RegexPatternSet', text(properties, 'Arn'));
  return texts(set, 'RegularExpressionList').map(checkedPattern);
}

function checkedPattern(pattern: string): string {
  try {
    findsPattern(pattern, '');
    return pattern;
  } catch {
    throw new NotJudged(`the pattern "${pattern}"`);
  }
}

function find(evaluation: Evaluation, type: string, arn: string): Properties {
  const resource = evaluation.resources(type).find((each) => each.attribute('Arn') === arn);
  if (resource) return resource.properties;
  throw new NotJudged(`"${arn}", which is not in the assembly`);
}
