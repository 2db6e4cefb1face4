import type { RequestValue } from '../../request-value';

/** Types that attributes are written with. They come from here, never from the caller. */
export enum AttributeKind {
  /** Text. */
  STRING = 'STRING',
  /** A number. */
  NUMBER = 'NUMBER',
  /** True or false. */
  BOOLEAN = 'BOOLEAN',
  /** A part of a JSON body of whatever form, stored as text. */
  JSON = 'JSON',
}

/** The types of what a request brings into a table. */
export interface AttributeOptions {
  /**
   * Kinds of the attributes that are no text.
   *
   * @default - all are text
   */
  readonly kinds?: { readonly [attribute: string]: AttributeKind };
}

/** An item by its key. */
export interface ItemKeyOptions extends AttributeOptions {
  /** The attributes of the key. */
  readonly key: { readonly [attribute: string]: RequestValue };
}

/** An item to be stored. */
export interface PutItemOptions extends AttributeOptions {
  /** The attributes of the item, those of the key among them. */
  readonly item: { readonly [attribute: string]: RequestValue };

  /**
   * Whether an item that is there already stays as it is; the answer is 409 then.
   *
   * @default false
   */
  readonly onlyIfNew?: boolean;
}

/** Items with one partition key. */
export interface QueryOptions extends AttributeOptions {
  /** The partition key: one attribute. */
  readonly key: { readonly [attribute: string]: RequestValue };

  /**
   * What the sort key begins with: one attribute.
   *
   * @default - whatever it is
   */
  readonly beginsWith?: { readonly [attribute: string]: RequestValue };

  /**
   * Index that is asked.
   *
   * @default - the table itself
   */
  readonly indexName?: string;

  /**
   * Items in one answer, 500 at most.
   *
   * @default 50
   */
  readonly limit?: number;

  /**
   * Whether the last come first.
   *
   * @default false
   */
  readonly descending?: boolean;

  /**
   * Every attribute of the table's key and of the index's: with them, an answer that is not the last has a `nextToken`,
   * which the query parameter `nextToken` takes.
   *
   * @default - only the first answer can be had
   */
  readonly pageBy?: string[];
}
