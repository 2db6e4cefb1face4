/** The path below a domain at which an API stands; the API itself never sees it. */
export interface BasePathOptions {
  /**
   * One or more segments without slashes around them: `orders`, `shop/orders`.
   *
   * @default - the API has the whole domain
   */
  readonly basePath?: string;
}
