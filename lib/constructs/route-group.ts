import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { IAuthorizer } from './authorizers/authorizer-config';
import { ConstructError } from './construct-error';
import { FaultList } from './fault-list';
import type { BundledFunction } from './functions/bundled-function';
import type { BundledFunctionOptions } from './functions/bundled-function-options';
import type { RouteOptions } from './route';
import { FunctionLogs, RouteFunctions } from './route-functions';
import { checkRouteOptions } from './route-options';
import type { CorsSettings } from './traffic/cors-options';
import { ROUTE_GROUP_PROPS } from './shape/api-shapes';
import { findShapeFaults } from './shape/shape';

/** Properties of `RouteGroup`. */
export interface RouteGroupProps {
  /**
   * Routes by their keys, as they are below the place where the group is mounted.
   *
   * @default - routes are added by `addRoute`
   */
  readonly routes?: { readonly [key: string]: RouteOptions };

  /**
   * Who may call the routes that say nothing else.
   *
   * @default - the authorizer of the API
   */
  readonly authorizer?: IAuthorizer;

  /**
   * What all functions have that the group makes for entries.
   *
   * @default - the defaults of `BundledFunction`
   */
  readonly functionDefaults?: BundledFunctionOptions;

  /**
   * Where these functions write their logs.
   *
   * @default FunctionLogs.SHARED
   */
  readonly functionLogs?: FunctionLogs;
}

/** A route of a group. What is granted to it is granted to its function. */
export class GroupRoute implements iam.IGrantable {
  /** @internal */
  public static _of(key: string, handler: lambda.IFunction | undefined): GroupRoute {
    return new GroupRoute(key, handler);
  }

  private constructor(
    /** Key of the route in the group. */
    public readonly key: string,
    private readonly answering: lambda.IFunction | undefined,
  ) {}

  /** The function that answers. Routes that no function answers have none, and say so. */
  public get handler(): lambda.IFunction {
    if (this.answering) return this.answering;
    throw new Error(`route "${this.key}" is not answered by an entry or a handler`);
  }

  /** The principal of the function behind the route. */
  public get grantPrincipal(): iam.IPrincipal {
    return this.handler.grantPrincipal;
  }
}

/** A route of a group, with its entry made into a function. */
interface TakenRoute {
  readonly options: RouteOptions;
  readonly route: GroupRoute;
}

/** Takes in the routes of a group. @internal */
export type _AttachRoute = (key: string, options: RouteOptions) => void;

/**
 * Routes of a team, with the functions that answer them, in a stack of the team's own. An API mounts them, of the same
 * stack or of another one of the same stage.
 *
 * @example
 * const billing = new RouteGroup(teamStack, 'Billing', {
 *   routes: { 'GET /invoices': { entry: 'lambda/orders/list.ts' } },
 * });
 * api.mount('/billing', billing);
 */
export class RouteGroup extends Construct {
  private readonly functions: RouteFunctions;
  private readonly routes = new Map<string, TakenRoute>();
  private readonly authorizer?: IAuthorizer;
  private attach?: _AttachRoute;

  constructor(scope: Construct, id: string, props: RouteGroupProps = {}) {
    super(scope, id);
    this.authorizer = props.authorizer;
    this.functions = new RouteFunctions(this, {
      defaults: props.functionDefaults ?? {},
      logs: props.functionLogs ?? FunctionLogs.SHARED,
    });
    const faults = new FaultList();
    for (const fault of findShapeFaults(props, ROUTE_GROUP_PROPS, () => [])) faults.note(fault);
    for (const [key, options] of Object.entries(props.routes ?? {})) faults.try(() => this.take(key, options));
    if (faults.all.length > 0) throw new ConstructError(this, faults.all);
    this.node.addValidation({
      validate: () => (this.attach ? [] : ['the group is mounted nowhere: mount it by api.mount, or take it out']),
    });
  }

  /** Adds a route, before the group is mounted or after. */
  public addRoute(key: string, options: RouteOptions): GroupRoute {
    const faults = new FaultList();
    const route = faults.try(() => this.take(key, options));
    if (!route) throw new ConstructError(this, faults.all);
    this.attach?.(key, route.options);
    return route.route;
  }

  /** A route of the group, by its key in it. */
  public route(key: string): GroupRoute {
    const found = this.routes.get(key);
    if (found) return found.route;
    throw new ConstructError(this, `there is no route "${key}", there are "${[...this.routes.keys()].join('", "')}"`);
  }

  /** Hands out the routes that the group has, and those that it gets later by `attach`. @internal */
  public _mountOn(attach: _AttachRoute, cors: CorsSettings | undefined): [key: string, options: RouteOptions][] {
    if (this.attach) throw new ConstructError(this, 'the group is mounted already: a group has one place');
    this.attach = attach;
    this.functions.allowOrigins(cors);
    return [...this.routes].map(([key, { options }]) => [key, options]);
  }

  private take(key: string, options: RouteOptions): TakenRoute {
    const { faults } = checkRouteOptions(options);
    if (faults.length > 0) throw new Error(`route "${key}": ${faults.join('; ')}`);
    if (this.routes.has(key)) throw new Error(`route "${key}" is there already`);
    const { entry, ...rest } = options;
    const made = entry === undefined ? undefined : this.obtain(key, entry);
    const handler = made?.alias ?? made ?? options.handler;
    const resolved = { ...rest, ...(handler && { handler }), authorizer: options.authorizer ?? this.authorizer };
    const taken = { options: resolved, route: GroupRoute._of(key, handler) };
    this.routes.set(key, taken);
    return taken;
  }

  private obtain(key: string, entry: string): BundledFunction {
    try {
      return this.functions.obtain(entry);
    } catch (error) {
      throw new Error(`route "${key}": ${(error as Error).message}`, { cause: error });
    }
  }
}
