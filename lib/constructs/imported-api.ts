/** What is known of an API that was made elsewhere. */
export interface FrontDoorApiAttributes {
  /** Id that API Gateway gave the API. */
  readonly restApiId: string;
}
