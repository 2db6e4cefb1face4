import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { acknowledgeWildcard } from '../integrations/acknowledge-wildcard';
import { makeMetric } from '../observability/api-metrics';
import { CONNECT } from './route-key';

/** A WebSocket API in one of its stages, made here or elsewhere. */
export interface IPublishedWebSocketApi extends IConstruct {
  /** Id that API Gateway gave the API. */
  readonly apiId: string;

  /** Name of the API. */
  readonly apiName: string;

  /** Name of the stage. */
  readonly stageName: string;

  /** URL that clients connect to: `wss://…/prod`. */
  readonly url: string;

  /** URL for the API of connections, `@connections`, as the SDK takes it for an endpoint: `https://…/prod`. */
  readonly callbackUrl: string;

  /** Allows a principal to post to the stage's connections, to look at them and to end them. */
  grantManageConnections(grantee: iam.IGrantable): iam.Grant;

  /** Allows a principal to connect, where the API's authorizer is IAM. */
  grantConnect(grantee: iam.IGrantable): iam.Grant;

  /** Connections that were asked for. */
  metricConnectCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Messages, in both directions. */
  metricMessageCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Calls of backends that failed. */
  metricIntegrationError(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Requests that were refused before a backend was called. */
  metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Errors of API Gateway itself, and of its way to backends. */
  metricExecutionError(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Milliseconds that backends took. */
  metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /** Any metric of the stage. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** What follows from an API's id and a stage's name. */
export abstract class PublishedWebSocketApiBase extends Construct implements IPublishedWebSocketApi {
  public abstract readonly apiId: string;
  public abstract readonly apiName: string;
  public abstract readonly stageName: string;

  public get url(): string {
    return `wss://${this.renderAddress()}`;
  }

  public get callbackUrl(): string {
    return `https://${this.renderAddress()}`;
  }

  public grantManageConnections(grantee: iam.IGrantable): iam.Grant {
    const resource = this.renderArn('*/@connections/*');
    const principal = grantee.grantPrincipal;
    if (Construct.isConstruct(principal)) {
      acknowledgeWildcard(
        principal,
        resource,
        'a connection has an id from the moment it is made, and no policy can name it before',
      );
    }
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:ManageConnections'],
      resourceArns: [resource],
    });
  }

  public grantConnect(grantee: iam.IGrantable): iam.Grant {
    const resourceArns = [this.renderArn(CONNECT)];
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }

  public metricConnectCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConnectCount', props);
  }

  public metricMessageCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MessageCount', props);
  }

  public metricIntegrationError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationError', props);
  }

  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ClientError', props);
  }

  public metricExecutionError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ExecutionError', props);
  }

  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', props);
  }

  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this._metric(metricName, props);
  }

  /** @internal */
  public _metric(metricName: string, props: cloudwatch.MetricOptions, route?: string): cloudwatch.Metric {
    const dimensions = { ApiId: this.apiId, Stage: this.stageName, ...(route !== undefined && { Route: route }) };
    return makeMetric(metricName, dimensions, props);
  }

  private renderAddress(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `${this.apiId}.execute-api.${region}.${urlSuffix}/${this.stageName}`;
  }

  private renderArn(place: string): string {
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.apiId,
      resourceName: `${this.stageName}/${place}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
