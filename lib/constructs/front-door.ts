import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { ConstructError } from './construct-error';
import { type AlarmsOptions, makeAlarms } from './observability/alarms';
import type { Measure } from './observability/api-measures';
import { dimensionsOf, makeMetric } from './observability/api-metrics';
import { measureRest } from './observability/rest-measures';

/** A REST API, made here or elsewhere. */
export interface IFrontDoor extends IConstruct {
  /** Id that API Gateway gave the API. */
  readonly restApiId: string;

  /** Name of the API. */
  readonly apiName: string;

  /** Name of the stage. */
  readonly stageName: string;

  /** URL of the stage, with a slash at its end. */
  readonly url: string;

  /** URL of a path of the stage; the path starts with a slash. */
  urlForPath(path: string): string;

  /** ARN that a policy names to let somebody call a method of a path; without them, everything of the stage. */
  arnForExecute(method?: string, path?: string): string;

  /** Allows a principal to call everything that the API's IAM authorizer guards. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;

  /** Requests. */
  metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Answers with a status of 400 to 499. */
  metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Answers with a status of 500 and above. */
  metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Milliseconds from request to answer. */
  metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Milliseconds that backends took. */
  metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Requests that the cache answered. */
  metricCacheHitCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Requests that the cache could not answer. */
  metricCacheMissCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Any metric of the stage. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Adds alarms: on what API Gateway measures, on refused requests, on any metric. */
  addAlarms(options?: AlarmsOptions): cloudwatch.Alarm[];
}

/** What follows from an API's id, its name and its stage. */
export abstract class FrontDoorBase extends Construct implements IFrontDoor {
  public abstract readonly restApiId: string;
  public abstract readonly apiName: string;
  public abstract readonly stageName: string;

  public get url(): string {
    return this.urlForPath('/');
  }

  public urlForPath(path: string): string {
    this.checkPath(path);
    return this._urlOf(path);
  }

  public arnForExecute(method = '*', path = '/*'): string {
    this.checkPath(path);
    return Stack.of(this).formatArn({
      ...this._environment,
      service: 'execute-api',
      resource: this.restApiId,
      resourceName: `${this.stageName}/${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const resourceArns = [this.arnForExecute()];
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }

  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', props);
  }

  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('4XXError', props);
  }

  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('5XXError', props);
  }

  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', props);
  }

  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', props);
  }

  public metricCacheHitCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CacheHitCount', props);
  }

  public metricCacheMissCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CacheMissCount', props);
  }

  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return makeMetric(metricName, dimensionsOf(this), props);
  }

  public addAlarms(options: AlarmsOptions = {}): cloudwatch.Alarm[] {
    return makeAlarms(this, options);
  }

  /** @internal */
  protected _urlOf(path: string): string {
    const { region } = this._environment;
    return `https://${this.restApiId}.execute-api.${region}.${Stack.of(this).urlSuffix}/${this.stageName}${path}`;
  }

  /**
   * Where the API is.
   *
   * @internal
   */
  protected get _environment(): { readonly region: string; readonly account: string } {
    const { region, account } = Stack.of(this);
    return { region, account };
  }

  /**
   * The metric of a measure, of the stage or of a route by its key.
   *
   * @internal
   */
  public _measureOf(measure: Measure, options: cloudwatch.MetricOptions, route?: string): cloudwatch.Metric {
    if (route === undefined) return measureRest({ api: this }, measure, options);
    throw new ConstructError(this, `the route "${route}" is watched where the API is made`);
  }

  private checkPath(path: string): void {
    if (!path.startsWith('/')) throw new ConstructError(this, `path must start with "/", got "${path}"`);
  }
}
