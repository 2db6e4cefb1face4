/** A Lambda function as something names it. */
export interface FunctionReference {
  /** Unqualified. */
  readonly arn: string;
  /** Version or alias. */
  readonly qualifier?: string;
}

/** Where a name without region and account belongs. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

const FUNCTION_ARN = /^(arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:/]+)(?::([^:/]+))?$/;

/** Takes a function's ARN apart; undefined for anything else. */
export function parseFunctionArn(arn: string): FunctionReference | undefined {
  const match = FUNCTION_ARN.exec(arn);
  if (match === null) return undefined;
  return match[2] === undefined ? { arn: match[1] } : { arn: match[1], qualifier: match[2] };
}

/** The function that an invocation URI (`arn:…:lambda:path/2015-03-31/functions/ARN/invocations`) calls. */
export function functionOfUri(uri: string): FunctionReference | undefined {
  const match = /:lambda:path\/+[^/]+\/functions\/([^/]+)\/[a-z-]*invocations$/.exec(uri);
  return match === null ? undefined : parseFunctionArn(match[1]);
}

/** A function named by its name, `account:function:name`, or ARN; each perhaps with a qualifier. */
export function functionNamed(text: string, place: Place): FunctionReference {
  const whole = parseFunctionArn(text);
  if (whole !== undefined) return whole;
  const partial = /^(?:(\d{12}):)?(?:function:)?([^:]+)(?::([^:]+))?$/.exec(text);
  const name = partial?.[2] ?? text;
  const arn = `arn:${place.partition}:lambda:${place.region}:${partial?.[1] ?? place.accountId}:function:${name}`;
  return partial?.[3] === undefined ? { arn } : { arn, qualifier: partial[3] };
}
