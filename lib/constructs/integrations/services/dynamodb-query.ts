import { RequestValue } from '../../request-value';
import { escapeInJson } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { placeholder, renderAttributes, renderNames } from './dynamodb-attributes';
import { defineLevels, renderItems } from './dynamodb-item';
import { AttributeKind, type QueryOptions } from './dynamodb-options';

const LARGEST_LIMIT = 500;
const TOKEN = RequestValue.query('nextToken')._expression;

/** The request of a query. */
export function renderQuery(options: QueryOptions): { readonly prelude: string; readonly members: string[] } {
  const { key, beginsWith = {}, indexName, limit = 50, descending = false, pageBy = [] } = options;
  const names = [...Object.keys(key), ...Object.keys(beginsWith)];
  if (Object.keys(key).length !== 1)
    throw new Error(`key must have one attribute, the partition key, got ${names.length}`);
  if (Object.keys(beginsWith).length > 1) throw new Error('beginsWith must have one attribute, the sort key');
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT) {
    throw new Error(`limit must be from 1 to ${LARGEST_LIMIT}, got "${limit}"`);
  }
  const sort = names.length > 1 ? ` AND begins_with(${placeholder(1)}, :v1)` : '';
  const values = { ...key, ...beginsWith };
  return {
    prelude: pageBy.length > 0 ? `#set($t=${TOKEN})` : '',
    members: [
      `"KeyConditionExpression":${renderJsonTemplate(`${placeholder(0)} = :v0${sort}`)}`,
      `"ExpressionAttributeNames":${renderNames(names)}`,
      `"ExpressionAttributeValues":${renderAttributes(values, options, (name) => `:v${names.indexOf(name)}`)}`,
      `"Limit":${limit}`,
      ...(descending ? ['"ScanIndexForward":false'] : []),
      ...(indexName === undefined ? [] : [`"IndexName":${renderJsonTemplate(indexName)}`]),
    ].map((member, index, all) => (index === all.length - 1 ? member + renderStart(options) : member)),
  };
}

/** The answer: items, and the token of the next page when there is one. */
export function renderPage({ pageBy = [] }: QueryOptions): string {
  const next =
    pageBy.length === 0
      ? ''
      : `#set($last=$input.json('$.LastEvaluatedKey'))#if($last!=""&&$last!='""'),"nextToken":"$util.base64Encode($last)"#end`;
  return `${defineLevels()}{"items":${renderItems(`$input.path('$.Items')`)}${next}}`;
}

/**
 * Where a page begins. A token comes from the caller: only the attributes of the key are taken out of it, each with its
 * own type.
 */
function renderStart({ pageBy = [], kinds = {} }: QueryOptions): string {
  if (pageBy.length === 0) return '';
  const attributes = pageBy.map((name) => {
    const type = kinds[name] === AttributeKind.NUMBER ? 'N' : 'S';
    return `${renderJsonTemplate(name)}:{"${type}":"${escapeInJson(`$last.get("${name}").get("${type}")`)}"}`;
  });
  const decoded = '#set($last=$util.parseJson($util.base64Decode($t)))';
  return `#if($t&&$t!="")${decoded},"ExclusiveStartKey":{${attributes.join(',')}}#end`;
}
