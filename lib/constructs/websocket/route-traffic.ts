import type * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** What a stage says of all its routes. */
export interface StageTraffic {
  readonly throttle: apigateway.ThrottleSettings;
  readonly loggingLevel: apigateway.MethodLoggingLevel;
  readonly dataTrace: boolean;
}

interface RouteSettings {
  readonly throttle?: apigateway.ThrottleSettings;
  readonly metrics?: boolean;
}

/** Routes that differ from the rest of their stage, the same in every stage. */
export class RouteTraffic {
  private readonly differing = new Map<string, RouteSettings>();

  public change(routeKey: string, settings: RouteSettings): void {
    this.differing.set(routeKey, { ...this.differing.get(routeKey), ...settings });
  }

  /** The differing routes, with nothing left out: what is left out keeps its earlier value on AWS. */
  public render(stage: StageTraffic): Record<string, object> | undefined {
    if (this.differing.size === 0) return undefined;
    const entries = [...this.differing].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      entries.map(([routeKey, { throttle, metrics = false }]) => [
        routeKey,
        capitalize(renderTraffic({ ...stage, throttle: { ...stage.throttle, ...throttle } }, metrics)),
      ]),
    );
  }
}

export function renderTraffic({ throttle, loggingLevel, dataTrace }: StageTraffic, metrics: boolean) {
  return {
    throttlingRateLimit: throttle.rateLimit,
    throttlingBurstLimit: throttle.burstLimit,
    loggingLevel,
    dataTraceEnabled: dataTrace,
    detailedMetricsEnabled: metrics,
  };
}

/** The L1 of a stage takes settings of routes as they stand in the template. */
function capitalize(settings: object): object {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
}
