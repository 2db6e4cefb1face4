import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { SecretValue } from 'aws-cdk-lib/core';
import { RequestValue } from '../request-value';
import { checkOptions } from '../shape/shape';
import { IDENTITY_HEADER_OPTIONS } from '../shape/proxy-shapes';

/** How what is known of a caller is told to an upstream. */
export interface IdentityHeaderOptions {
  /**
   * Whether every caller who is let in has a value. API Gateway sets no header for a value that is missing, and one of the same name
   * that the caller made up would pass, so a value that may be missing is refused.
   *
   * @default - only what every token has is accepted
   */
  readonly always?: boolean;

  /**
   * What the upstream gets on paths that ask nobody who calls.
   *
   * @default '-'
   */
  readonly whenPublic?: string;
}

/** Who a route asks for. */
export type Guard = 'everybody' | 'cognito' | 'function' | 'iam';

/** What a header is made of. */
export type HeaderRule =
  | { readonly kind: 'value'; readonly value: RequestValue }
  | { readonly kind: 'deployed'; readonly secret?: SecretValue; readonly parameter?: ssm.IStringParameter }
  | {
      readonly kind: 'identity';
      readonly value: RequestValue;
      readonly guard: Guard;
      /** As the user wrote it. */
      readonly name: string;
      readonly isAlwaysThere: boolean;
      readonly whenPublic: string;
    };

/** What every token of a user pool has, whether it is an ID token or an access token. */
const CLAIMS_OF_EVERY_TOKEN = ['sub', 'iss', 'exp', 'iat', 'auth_time', 'jti', 'token_use'];

/**
 * What a header holds that the front door gives to a request for an upstream. It takes the place of a header of the same name that the
 * caller sent.
 *
 * @example
 * Upstream.url('https://legacy.example.com', {
 *   headers: {
 *     'X-Origin-Verify': HeaderValue.secret(SecretValue.secretsManager('origin-verify')),
 *     'X-User': HeaderValue.claim('sub'),
 *     'X-Request-Id': HeaderValue.requestId(),
 *   },
 * });
 */
export class HeaderValue {
  /** A fixed text. It stands in the template, so it is no place for a secret. */
  public static literal(text: string): HeaderValue {
    return new HeaderValue({ kind: 'value', value: RequestValue.literal(text) });
  }

  /**
   * A secret that the upstream knows its front door by, from Secrets Manager: `secret.secretValue`, or one field of it.
   *
   * It is in no template: CloudFormation reads it at deployment and puts it into a variable of the stage. There it can be read by whoever
   * may read the stage (`apigateway:GET`), and it stays as it is until the stage is deployed again, also when the secret is rotated. It may
   * consist of letters, digits and `-._~:/?#&=,`, at most 512 of them.
   */
  public static secret(value: SecretValue): HeaderValue {
    return new HeaderValue({ kind: 'deployed', secret: value });
  }

  /** A plain parameter of Systems Manager, read at deployment. A secure string cannot be read there: use `secret`. */
  public static parameter(parameter: ssm.IStringParameter): HeaderValue {
    return new HeaderValue({ kind: 'deployed', parameter });
  }

  /** The host that the caller called: for `X-Forwarded-Host`, or for `Host` itself. */
  public static host(): HeaderValue {
    return new HeaderValue({ kind: 'value', value: RequestValue.context('domainName') });
  }

  /** Address that the request came from, as API Gateway saw it; in `X-Forwarded-For` it stands behind whatever the caller wrote. */
  public static clientAddress(): HeaderValue {
    return new HeaderValue({ kind: 'value', value: RequestValue.context('identity.sourceIp') });
  }

  /** Id of the request, which the access log has too. */
  public static requestId(): HeaderValue {
    return new HeaderValue({ kind: 'value', value: RequestValue.context('requestId') });
  }

  /** A claim of the token that a Cognito authorizer let through. */
  public static claim(name: string, options: IdentityHeaderOptions = {}): HeaderValue {
    const always = CLAIMS_OF_EVERY_TOKEN.includes(name);
    return HeaderValue.identity(
      RequestValue.claim(name),
      { guard: 'cognito', name: `claim "${name}"`, always },
      options,
    );
  }

  /** What a Lambda authorizer answered: its `principalId`, or a member of its `context`. */
  public static authorizerContext(name: string, options: IdentityHeaderOptions = {}): HeaderValue {
    const value = RequestValue.context(`authorizer.${name}`);
    const always = name === 'principalId';
    return HeaderValue.identity(value, { guard: 'function', name: `authorizer's "${name}"`, always }, options);
  }

  /** ARN of the user or role that signed the request, for IAM. */
  public static callerArn(options: IdentityHeaderOptions = {}): HeaderValue {
    const value = RequestValue.context('identity.userArn');
    return HeaderValue.identity(value, { guard: 'iam', name: 'ARN of the caller', always: true }, options);
  }

  /** Another part of the request. Of `context`, only what every request has. */
  public static of(value: RequestValue): HeaderValue {
    return new HeaderValue({ kind: 'value', value });
  }

  private static identity(
    value: RequestValue,
    { guard, name, always }: { readonly guard: Guard; readonly name: string; readonly always: boolean },
    options: IdentityHeaderOptions,
  ): HeaderValue {
    const { whenPublic = '-' } = checkOptions(name, options, IDENTITY_HEADER_OPTIONS);
    const isAlwaysThere = options.always ?? always;
    return new HeaderValue({ kind: 'identity', value, guard, name, isAlwaysThere, whenPublic });
  }

  private constructor(
    /** @internal */
    public readonly _rule: HeaderRule,
  ) {}
}
