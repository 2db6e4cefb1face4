import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { RouteKey } from '../route-key';

/** Settings of a stage or of one method in it, with nothing left out: what is left out keeps its earlier value on AWS. */
export interface MethodSettings {
  readonly throttle: apigateway.ThrottleSettings;
  readonly loggingLevel: apigateway.MethodLoggingLevel;
  readonly dataTrace: boolean;
  readonly metrics: boolean;
}

/** The settings of a stage: those of every method, and those of methods that differ. */
export class StageSettings {
  private readonly differing = new Map<string, { readonly key: RouteKey; settings: Partial<MethodSettings> }>();

  constructor(private readonly base: MethodSettings) {}

  public change(key: RouteKey, settings: Partial<MethodSettings>): void {
    const id = `${key.path} ${key.method}`;
    this.differing.set(id, { key, settings: { ...this.differing.get(id)?.settings, ...settings } });
  }

  public render(): apigateway.CfnStage.MethodSettingProperty[] {
    const differing = [...this.differing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return [
      renderSettings('/*', '*', this.base),
      ...differing.map(({ key, settings }) =>
        renderSettings(`/~1${key.segments.join('~1')}`, key.method, { ...this.base, ...settings }),
      ),
    ];
  }
}

function renderSettings(
  resourcePath: string,
  httpMethod: string,
  settings: MethodSettings,
): apigateway.CfnStage.MethodSettingProperty {
  const { throttle, loggingLevel, dataTrace, metrics } = settings;
  return {
    resourcePath: resourcePath === '/~1' ? '/' : resourcePath,
    httpMethod,
    throttlingRateLimit: throttle.rateLimit,
    throttlingBurstLimit: throttle.burstLimit,
    loggingLevel,
    dataTraceEnabled: dataTrace,
    metricsEnabled: metrics,
    cachingEnabled: false,
  };
}
