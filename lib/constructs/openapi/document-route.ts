import type { AuthorizerConfig } from '../authorizers/authorizer-config';
import type { ModelStore } from '../contract/model-store';
import type { RouteContract } from '../contract/route-contract';
import type { BackendConfig } from '../integrations/backend-config';
import type { RouteKey } from '../route-key';
import type { CorsSettings } from '../traffic/cors-options';
import type { CorsTemplates } from '../traffic/cors-templates';

/** A route with what its backend and authorizer returned. */
export interface DocumentRoute {
  readonly key: RouteKey;
  readonly backend: BackendConfig;
  readonly authorizer: AuthorizerConfig;
  readonly contract: RouteContract;
  readonly apiKeyRequired: boolean;
  /** Parameters that tell the entries of the route's cache apart; none if the route is not cached. */
  readonly cacheKeys?: readonly string[];
  readonly operationName?: string;
}

/** What the document says about the API as a whole. */
export interface DocumentSettings {
  readonly name: string;
  readonly description?: string;
  readonly version: string;
  readonly models: ModelStore;
  readonly cors?: CorsSettings;
  readonly corsTemplates?: CorsTemplates;
  /** Whether every body counts as binary, those that the templates of mocks would read too. */
  readonly takesAllForBinary: boolean;
  /** Members of the document's root besides those that routes make. */
  readonly extensions: { readonly [key: string]: unknown };
}
