/** An answer of a route, as the OpenAPI document describes it. */
export interface RouteResponse {
  /**
   * What the answer means.
   *
   * @default - the status code
   */
  readonly description?: string;

  /**
   * JSON Schema of the body, or an `ApiModel`.
   *
   * @default - the body is not described
   */
  readonly body?: any;
}
