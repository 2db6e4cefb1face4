import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import { FunctionUri } from '../integrations/function-uri';
import type { RequestValue } from '../request-value';
import { ApiProtocol, type AuthorizerBindOptions, type AuthorizerConfig, type IAuthorizer } from './authorizer-config';
import { nameScheme } from './scheme-name';

/** How a function decides by a token. */
export interface TokenAuthorizerOptions {
  /**
   * Header that holds the token. Requests without it are refused, and the function is not asked.
   *
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * Regular expression that a token must match before the function is asked.
   *
   * @default - the function is asked about every token
   */
  readonly validationExpression?: string;

  /**
   * How long the function's answer for a token stands, one hour at most; zero asks it every time.
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/** How a function decides by the request. */
export interface RequestAuthorizerOptions {
  /**
   * What tells callers apart: headers, parameters of the query string, stage variables, `$context`. While answers are
   * kept, requests without all of them are refused, and the function is not asked.
   *
   * @default - nothing, so that the function is asked about every request
   */
  readonly identitySources?: RequestValue[];

  /**
   * How long the function's answer for the same identity sources stands, one hour at most; zero asks it every time.
   *
   * A WebSocket API asks once for each connection and keeps the answer for as long as that lasts, so it takes no ttl.
   *
   * @default - five minutes with identity sources, zero without
   */
  readonly ttl?: Duration;
}

export class TokenAuthorizer implements IAuthorizer {
  constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: TokenAuthorizerOptions,
  ) {}

  public bind({ scope, protocol }: AuthorizerBindOptions): AuthorizerConfig {
    if (protocol === ApiProtocol.WEBSOCKET) {
      throw new Error('Authorizer.token is for REST APIs: a WebSocket API takes Authorizer.request');
    }
    const { tokenHeader = 'Authorization', validationExpression, ttl } = this.options;
    const seconds = toSeconds(ttl, 300);
    return {
      schemeName: nameScheme('Token', [this.handler], { tokenHeader, validationExpression, seconds }),
      scheme: renderScheme(tokenHeader, {
        type: 'token',
        authorizerUri: FunctionUri.of(Stack.of(scope), this.handler.functionArn),
        authorizerResultTtlInSeconds: seconds,
        ...(validationExpression !== undefined && { identityValidationExpression: validationExpression }),
      }),
      handler: this.handler,
    };
  }
}

export class RequestAuthorizer implements IAuthorizer {
  constructor(
    private readonly handler: lambda.IFunction,
    private readonly options: RequestAuthorizerOptions,
  ) {}

  public bind({ scope, protocol }: AuthorizerBindOptions): AuthorizerConfig {
    if (protocol === ApiProtocol.WEBSOCKET) return this.bindToHandshakes();
    const { identitySources = [], ttl } = this.options;
    const seconds = toSeconds(ttl, identitySources.length === 0 ? 0 : 300);
    if (seconds > 0 && identitySources.length === 0) {
      throw new Error(
        `authorizer keeps answers for ${seconds} seconds but has nothing to tell callers apart: give identitySources, or a ttl of zero`,
      );
    }
    const sources = identitySources.map(renderSource);
    return {
      schemeName: nameScheme('Request', [this.handler], { sources, seconds }),
      scheme: renderScheme('Unused', {
        type: 'request',
        authorizerUri: FunctionUri.of(Stack.of(scope), this.handler.functionArn),
        authorizerResultTtlInSeconds: seconds,
        ...(sources.length > 0 && { identitySource: sources.join(', ') }),
      }),
      handler: this.handler,
    };
  }

  private bindToHandshakes(): AuthorizerConfig {
    const { identitySources = [], ttl } = this.options;
    if (ttl !== undefined) {
      throw new Error(
        `a WebSocket API asks its authorizer once for each connection: leave ttl out, got ${ttl.toSeconds()} seconds`,
      );
    }
    return {
      handler: this.handler,
      handshake: {
        authorizationType: 'CUSTOM',
        namesApiKey: true,
        identitySources: identitySources.map((value) => renderSource(value).replace(/^method\./, 'route.')),
      },
    };
  }
}

function renderScheme(header: string, authorizer: object): AuthorizerConfig['scheme'] {
  return {
    type: 'apiKey',
    name: header,
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': authorizer,
  };
}

function renderSource(value: RequestValue): string {
  const mapping = value._mapping;
  if (/^(method\.request\.(header|querystring)|stageVariables|context)\./.test(mapping)) return mapping;
  throw new Error(`identitySources takes values of header, query, stage variable and context, got ${value._name}`);
}

function toSeconds(ttl: Duration | undefined, otherwise: number): number {
  const seconds = ttl?.toSeconds() ?? otherwise;
  if (seconds <= 3600) return seconds;
  throw new Error(`the authorizer's ttl must be at most 3600 seconds, got ${seconds}`);
}
