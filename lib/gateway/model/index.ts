/**
 * What the gateway knows of a cloud assembly once every intrinsic is evaluated: plain data, no tokens, no
 * references. `template/` makes it, everything else reads it.
 */
export * from './access';
export * from './function';
export * from './rest-api';
export * from './table';
export * from './web-acl';
export * from './web-socket-api';

import type { ApiKeyModel, RoleModel, UsagePlanModel, UserPoolModel } from './access';
import type { FunctionModel } from './function';
import type { RestApiModel } from './rest-api';
import type { DomainMapping, FidelityEntry } from './shared';
import type { TableModel } from './table';
import type { WebSocketApiModel } from './web-socket-api';

export * from './shared';

/** Everything of an assembly that has behaviour on localhost. */
export interface AssemblyModel {
  readonly restApis: readonly RestApiModel[];
  readonly webSocketApis: readonly WebSocketApiModel[];
  /** By unqualified ARN. */
  readonly functions: ReadonlyMap<string, FunctionModel>;
  readonly tables: readonly TableModel[];
  readonly userPools: readonly UserPoolModel[];
  readonly roles: ReadonlyMap<string, RoleModel>;
  readonly apiKeys: readonly ApiKeyModel[];
  readonly usagePlans: readonly UsagePlanModel[];
  readonly domains: readonly DomainMapping[];
  /** What is not emulated, by name and place. */
  readonly fidelity: readonly FidelityEntry[];
}
