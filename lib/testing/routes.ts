import { Match, Matcher, type Template } from 'aws-cdk-lib/assertions';
import { readTemplateRoutes, type TemplateRoute } from './template-routes';

/** What a route must be like: values as `Template` takes them, `Match` included; objects need not be whole. */
export type ExpectedRoute = { readonly [K in keyof Omit<TemplateRoute, 'route'>]?: unknown };

/**
 * The routes of a template, for assertions: of REST APIs, whether they are written as one document or as resources and
 * methods, and of WebSocket APIs.
 *
 * @example
 * const routes = Routes.fromTemplate(Template.fromStack(stack));
 * routes.has('GET /orders/{id}', { authorizationType: 'AWS_IAM', integration: { type: 'AWS_PROXY' } });
 * routes.hasNot('DELETE /orders/{id}');
 */
export class Routes {
  /** Reads the routes of a template; with a logical id, those of one API. */
  static fromTemplate(template: Template, api?: string): Routes {
    const all = readTemplateRoutes(template.toJSON());
    return new Routes(all.filter((route) => api === undefined || route.api === api));
  }

  private constructor(
    /** In the order of the template. */
    readonly all: readonly TemplateRoute[],
  ) {}

  /** `GET /orders`, `POST /orders` … in the order of the template. */
  get keys(): readonly string[] {
    return this.all.map(({ route }) => route);
  }

  /** The one route with that key. Throws where there is none. */
  get(route: string): TemplateRoute {
    const [found] = this.matching(route);
    if (found === undefined) throw new Error(this.missing(route));
    return found;
  }

  /** Throws unless there is such a route, and it is like that. */
  has(route: string, expected: ExpectedRoute = {}): void {
    const fault = this.fault(route, expected);
    if (fault !== undefined) throw new Error(fault);
  }

  /** Throws if there is such a route. */
  hasNot(route: string): void {
    if (this.matching(route).length > 0) throw new Error(`there is a route "${route}"`);
  }

  /** Why there is no such route, undefined if there is one. */
  fault(route: string, expected: ExpectedRoute = {}): string | undefined {
    const candidates = this.matching(route);
    if (candidates.length === 0) return this.missing(route);
    const matcher = Matcher.isMatcher(expected) ? expected : Match.objectLike(expected);
    const results = candidates.map((candidate) => matcher.test(candidate));
    if (results.some((result) => !result.hasFailed())) return undefined;
    return `route "${route}" is different:\n${results[0]?.toHumanStrings().join('\n')}`;
  }

  private matching(route: string): TemplateRoute[] {
    return this.all.filter((candidate) => candidate.route === route);
  }

  private missing(route: string): string {
    return `there is no route "${route}", there are:\n${this.keys.map((key) => `  ${key}`).join('\n') || '  none'}`;
  }
}

/**
 * The matcher `toHaveRoute` for jest.
 *
 * @example
 * expect.extend(routeMatchers);
 *
 * expect(Template.fromStack(stack)).toHaveRoute('GET /health', { authorizationType: 'NONE' });
 * expect(Template.fromStack(stack)).not.toHaveRoute('DELETE /orders');
 */
export const routeMatchers = {
  toHaveRoute(template: Template, route: string, expected: ExpectedRoute = {}) {
    const fault = Routes.fromTemplate(template).fault(route, expected);
    return { pass: fault === undefined, message: () => fault ?? `expected no route "${route}" like that` };
  },
};

declare global {
  namespace jest {
    interface Matchers<R, T = {}> {
      /** There is such a route in a template. Needs `expect.extend(routeMatchers)`. */
      toHaveRoute(route: string, expected?: ExpectedRoute): R;
    }
  }
}
