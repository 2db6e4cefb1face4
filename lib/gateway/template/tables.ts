import type { TableModel } from '../model';
import type { Evaluation, Resource } from './evaluation';
import { flag, optionalNumber, optionalRecord, optionalText, type Properties, records, text } from './read';
import type { Report } from './report';

export function readTables(evaluation: Evaluation, report: Report): TableModel[] {
  const tables = [
    ...evaluation.resources('AWS::DynamoDB::Table'),
    ...evaluation.resources('AWS::DynamoDB::GlobalTable'),
  ];
  return tables.flatMap((table) => report.faults.attempt(table.origin.path, () => readTable(table)) ?? []);
}

function readTable(table: Resource): TableModel {
  const { properties } = table;
  const ttl = optionalRecord(properties, 'TimeToLiveSpecification');
  const attribute = ttl !== undefined && flag(ttl, 'Enabled') ? optionalText(ttl, 'AttributeName') : undefined;
  return {
    origin: table.origin,
    name: table.ref,
    arn: table.attribute('Arn'),
    createTable: createTableInput(table),
    ...(attribute !== undefined && { timeToLiveAttribute: attribute }),
  };
}

function createTableInput(table: Resource): Readonly<Record<string, unknown>> {
  const { properties } = table;
  // A global table's capacity is said per replica, in words that CreateTable does not have.
  const isGlobal = table.type === 'AWS::DynamoDB::GlobalTable';
  const onDemand = isGlobal || optionalText(properties, 'BillingMode') === 'PAY_PER_REQUEST';
  const globalIndexes = records(properties, 'GlobalSecondaryIndexes');
  const localIndexes = records(properties, 'LocalSecondaryIndexes');
  const stream = optionalRecord(properties, 'StreamSpecification');
  return {
    TableName: table.ref,
    AttributeDefinitions: records(properties, 'AttributeDefinitions'),
    KeySchema: records(properties, 'KeySchema'),
    BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ...(!onDemand && { ProvisionedThroughput: throughput(properties) }),
    ...(globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: globalIndexes.map((index) => ({
        ...secondaryIndex(index),
        ...(!onDemand && { ProvisionedThroughput: throughput(index) }),
      })),
    }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes.map(secondaryIndex) }),
    ...(stream !== undefined && {
      StreamSpecification: {
        StreamEnabled: true,
        StreamViewType: optionalText(stream, 'StreamViewType') ?? 'NEW_AND_OLD_IMAGES',
      },
    }),
  };
}

function secondaryIndex(index: Properties): Readonly<Record<string, unknown>> {
  return {
    IndexName: text(index, 'IndexName'),
    KeySchema: records(index, 'KeySchema'),
    Projection: optionalRecord(index, 'Projection') ?? { ProjectionType: 'ALL' },
  };
}

function throughput(properties: Properties): Readonly<Record<string, number>> {
  const given = optionalRecord(properties, 'ProvisionedThroughput') ?? {};
  return {
    ReadCapacityUnits: optionalNumber(given, 'ReadCapacityUnits') ?? 5,
    WriteCapacityUnits: optionalNumber(given, 'WriteCapacityUnits') ?? 5,
  };
}
