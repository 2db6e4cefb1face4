import type { WebAclField, WebAclTransformation } from '../../model';
import { optionalChoice, optionalNumber, type Properties, record, records, text } from '../read';
import { NotJudged } from './not-judged';

const TRANSFORMATIONS: readonly WebAclTransformation[] = [
  'NONE',
  'LOWERCASE',
  'URL_DECODE',
  'COMPRESS_WHITE_SPACE',
  'REMOVE_NULLS',
  'REPLACE_NULLS',
  'BASE64_DECODE',
  'HEX_DECODE',
];

const SIMPLE = { Method: 'method', UriPath: 'path', QueryString: 'query', AllQueryArguments: 'arguments' } as const;

/** The part of a request that a statement looks at. @throws NotJudged */
export function readField(field: Properties): WebAclField {
  const [name = 'nothing'] = Object.keys(field);
  const kind = Object.hasOwn(SIMPLE, name) ? SIMPLE[name as keyof typeof SIMPLE] : undefined;
  if (kind) return { kind };
  switch (name) {
    case 'SingleHeader':
      return { kind: 'header', name: text(lowerKeys(record(field, name)), 'name') };
    case 'SingleQueryArgument':
      return { kind: 'argument', name: text(lowerKeys(record(field, name)), 'name') };
    case 'Body': {
      const oversize = optionalChoice(record(field, name), 'OversizeHandling', ['CONTINUE', 'MATCH', 'NO_MATCH']);
      return { kind: 'body', oversize: (oversize as 'CONTINUE' | undefined) ?? 'CONTINUE' };
    }
    default:
      throw new NotJudged(`the field ${name}`);
  }
}

/** In the order in which they are applied. @throws NotJudged */
export function readTransformations(properties: Properties): WebAclTransformation[] {
  return [...records(properties, 'TextTransformations')]
    .sort((a, b) => (optionalNumber(a, 'Priority') ?? 0) - (optionalNumber(b, 'Priority') ?? 0))
    .map((each) => {
      const type = text(each, 'Type');
      const known = TRANSFORMATIONS.find((name) => name === type);
      if (known) return known;
      throw new NotJudged(`the transformation ${type}`);
    });
}

/** CloudFormation takes `Name` and, in the field that is free JSON there, `name`. */
function lowerKeys(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]));
}
