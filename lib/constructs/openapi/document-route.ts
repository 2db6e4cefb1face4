import type { AuthorizerConfig } from '../authorizers/authorizer-config';
import type { BackendConfig } from '../integrations/backend-config';
import type { RouteKey } from '../route-key';
import type { CorsSettings } from '../traffic/cors-options';
import type { CorsTemplates } from '../traffic/cors-templates';

/** A route with what its backend and authorizer returned. */
export interface DocumentRoute {
  readonly key: RouteKey;
  readonly backend: BackendConfig;
  readonly authorizer: AuthorizerConfig;
  readonly operationName?: string;
}

/** What the document says about the API as a whole. */
export interface DocumentSettings {
  readonly name: string;
  readonly description?: string;
  readonly version: string;
  readonly cors?: CorsSettings;
  readonly corsTemplates?: CorsTemplates;
  /** Members of the document's root besides those that routes make. */
  readonly extensions: { readonly [key: string]: unknown };
}
