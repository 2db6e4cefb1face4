import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { FrontDoorApiProps } from '../front-door-props';
import type { RouteKey } from '../route-key';

/**
 * Settings of a stage or of one method in it, with nothing left out: what is left out keeps its earlier value on AWS.
 */
export interface MethodSettings {
  readonly throttle: apigateway.ThrottleSettings;
  readonly loggingLevel: apigateway.MethodLoggingLevel;
  readonly dataTrace: boolean;
  readonly metrics: boolean;
  readonly cached: boolean;
  /** Seconds that answers are kept, where they are. */
  readonly cacheTtl: number;
  readonly cacheEncrypted: boolean;
}

/** The settings of a stage: those of every method, and those of methods that differ. */
export class StageSettings {
  private readonly differing = new Map<string, { readonly key: RouteKey; settings: Partial<MethodSettings> }>();

  constructor(private readonly base: MethodSettings) {}

  /** Whether any method is cached, so that the stage needs a cache. */
  public get usesCache(): boolean {
    return [...this.differing.values()].some(({ settings }) => settings.cached);
  }

  public change(key: RouteKey, settings: Partial<MethodSettings>): void {
    const id = `${key.path} ${key.method}`;
    this.differing.set(id, { key, settings: { ...this.differing.get(id)?.settings, ...settings } });
  }

  public render(): apigateway.CfnStage.MethodSettingProperty[] {
    const differing = [...this.differing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return [
      renderSettings('/*', '*', this.base),
      ...differing.map(({ key, settings }) =>
        renderSettings(resourcePath(key), key.method, {
          ...this.base,
          ...settings,
          throttle: { ...this.base.throttle, ...settings.throttle },
        }),
      ),
    ];
  }
}

const DEFAULT_THROTTLE: apigateway.ThrottleSettings = { rateLimit: 1000, burstLimit: 2000 };
const DEFAULT_CACHE_TTL = 300;

export function makeStageSettings({ throttle, executionLog, cache }: FrontDoorApiProps): StageSettings {
  return new StageSettings({
    throttle: { ...DEFAULT_THROTTLE, ...throttle },
    loggingLevel: executionLog?.level ?? apigateway.MethodLoggingLevel.ERROR,
    dataTrace: executionLog?.dataTrace ?? false,
    metrics: false,
    cached: false,
    cacheTtl: cache?.ttl?.toSeconds() ?? DEFAULT_CACHE_TTL,
    cacheEncrypted: cache?.encrypted ?? true,
  });
}

function resourcePath({ segments }: RouteKey): string {
  return segments.length === 0 ? '/' : `/~1${segments.join('~1')}`;
}

function renderSettings(
  path: string,
  httpMethod: string,
  settings: MethodSettings,
): apigateway.CfnStage.MethodSettingProperty {
  const { throttle, loggingLevel, dataTrace, metrics, cached, cacheTtl, cacheEncrypted } = settings;
  return {
    resourcePath: path,
    httpMethod,
    throttlingRateLimit: throttle.rateLimit,
    throttlingBurstLimit: throttle.burstLimit,
    loggingLevel,
    dataTraceEnabled: dataTrace,
    metricsEnabled: metrics,
    cachingEnabled: cached,
    ...(cached && { cacheTtlInSeconds: cacheTtl, cacheDataEncrypted: cacheEncrypted }),
  };
}
