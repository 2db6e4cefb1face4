/** What the reader cannot find in the assembly itself. */
export interface LoadOptions {
  /**
   * Region of stacks that name none.
   * @default - `AWS_REGION` of the environment, else `us-east-1`
   */
  readonly region?: string;
  /**
   * Account of stacks that name none.
   * @default '000000000000'
   */
  readonly accountId?: string;
  /**
   * CloudFormation parameters as `Name` or `Stack/Name`, and SSM parameters by their name.
   * @default - the parameters' own defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * What only AWS knows: by construct path, `Stack.LogicalId.Attribute` (`Ref` for the `Ref`), export name, or the
   * text of a dynamic reference (`secretsmanager:Name:SecretString:key`).
   * @default - a marked placeholder, and a line in the report
   */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * What decides in place of Lambda authorizers, by their name or id: `allow`, `deny`, or a function of the assembly.
   * @default - authorizers decide themselves; one whose function is elsewhere denies
   */
  readonly authorizers?: Readonly<Record<string, string>>;
  /**
   * Where inline code and zip files are unpacked.
   * @default - a folder of this user below the system's temporary one
   */
  readonly cacheDirectory?: string;
}
