import type { Origin } from './shared';

/** A DynamoDB table of the template. */
export interface TableModel {
  readonly origin: Origin;
  readonly name: string;
  readonly arn: string;
  /** Input of DynamoDB's `CreateTable`. */
  readonly createTable: Readonly<Record<string, unknown>>;
  readonly timeToLiveAttribute?: string;
}
