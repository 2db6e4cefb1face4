import type { AuthorizerConfig, IAuthorizer } from './authorizer-config';

/**
 * Who may call a route.
 *
 * @example
 * new ServerlessApi(this, 'Orders', {
 *   authorizer: Authorizer.iam(),
 *   routes: { 'GET /health': { backend: Backend.mock({ body: { ok: true } }), authorizer: Authorizer.none() } },
 * });
 */
export class Authorizer {
  /** Callers with AWS credentials, who sign their requests and whose policies allow `execute-api:Invoke`. */
  public static iam(): IAuthorizer {
    return new FixedAuthorizer({ schemeName: 'sigv4', scheme: SIGV4_SCHEME });
  }

  /** Everybody. */
  public static none(): IAuthorizer {
    return new FixedAuthorizer({});
  }

  private constructor() {}
}

const SIGV4_SCHEME = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

class FixedAuthorizer implements IAuthorizer {
  constructor(private readonly config: AuthorizerConfig) {}

  public bind(): AuthorizerConfig {
    return this.config;
  }
}
