import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import type { aws_kinesisfirehose as streams, aws_logs as references } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { checkOptions } from '../shape/shape';
import { ACCESS_LOG_FORMAT_OPTIONS, ACCESS_LOG_GROUP_OPTIONS } from '../shape/observability-shapes';

/** What is written of each request. */
export interface AccessLogFormatOptions {
  /**
   * Fields of a JSON line: names, and values from CDK's `AccessLogField`. One must be the request id.
   *
   * @default - who called what, what was answered, how long it took, and what went wrong
   */
  readonly fields?: { readonly [name: string]: string };

  /**
   * A line of text instead of JSON.
   *
   * @default - a JSON line of `fields`
   */
  readonly format?: apigateway.AccessLogFormat;
}

/** Where in CloudWatch Logs the access log goes. */
export interface AccessLogGroupOptions extends AccessLogFormatOptions {
  /**
   * A log group that exists already.
   *
   * @default - one is made
   */
  readonly logGroup?: references.ILogGroupRef;

  /**
   * How long lines are kept in the log group that is made.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What becomes of the log group when the API is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What the stage needs to know of its access log. */
export interface AccessLogConfig {
  /** ARN of the log group, without a wildcard, or of the delivery stream. */
  readonly destinationArn: string;

  /** One line with `$context` variables. */
  readonly format: string;

  /**
   * Log group that receives the lines.
   *
   * @default - a delivery stream receives them
   */
  readonly logGroup?: logs.ILogGroup;
}

/** Names and values of a JSON line. */
export type AccessLogFields = Readonly<Record<string, string>>;

/** What a line of every kind of API begins with: which request it was, and whose. */
export const CALLER_FIELDS: AccessLogFields = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  caller: '$context.identity.caller',
  user: '$context.authorizer.principalId',
  apiKeyId: '$context.identity.apiKeyId',
};

const REST_FIELDS: AccessLogFields = {
  ...CALLER_FIELDS,
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  errorType: '$context.error.responseType',
  errorMessage: '$context.error.message',
  integrationError: '$context.integration.error',
  xrayTraceId: '$context.xrayTraceId',
};

/** Where the access log of an API goes, and what it says. */
export abstract class AccessLog {
  /** Into a log group of CloudWatch Logs. */
  public static toLogGroup(options: AccessLogGroupOptions = {}): AccessLog {
    checkOptions('AccessLog.toLogGroup', options, ACCESS_LOG_GROUP_OPTIONS);
    const { logGroup, retention, removalPolicy } = options;
    const own = Object.entries({ retention, removalPolicy }).filter(([, value]) => value !== undefined);
    if (logGroup && own.length > 0) {
      const names = own.map(([name]) => `"${name}"`).join(' and ');
      throw new Error(`AccessLog.toLogGroup has "logGroup" and ${names}: set these on the log group itself`);
    }
    return new LogGroupAccessLog(options);
  }

  /** Into a delivery stream of Firehose, whose name must start with `amazon-apigateway-`. */
  public static toFirehose(stream: streams.IDeliveryStreamRef, options: AccessLogFormatOptions = {}): AccessLog {
    return new FirehoseAccessLog(stream, checkOptions('AccessLog.toFirehose', options, ACCESS_LOG_FORMAT_OPTIONS));
  }

  /** No access log. */
  public static off(): AccessLog {
    return new NoAccessLog();
  }

  /** @internal */
  public abstract _bind(scope: Construct, fields?: AccessLogFields): AccessLogConfig | undefined;
}

class LogGroupAccessLog extends AccessLog {
  constructor(private readonly options: AccessLogGroupOptions) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct, fields?: AccessLogFields): AccessLogConfig {
    const { retention = logs.RetentionDays.ONE_MONTH, removalPolicy = RemovalPolicy.DESTROY } = this.options;
    const { logGroup: given } = this.options;
    const logGroup = given
      ? toLogGroup(scope, given)
      : new logs.LogGroup(scope, 'AccessLog', { retention, removalPolicy });
    const destinationArn = Stack.of(scope).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return { destinationArn, format: renderFormat(this.options, fields), logGroup };
  }
}

class FirehoseAccessLog extends AccessLog {
  constructor(
    private readonly stream: streams.IDeliveryStreamRef,
    private readonly options: AccessLogFormatOptions,
  ) {
    super();
  }

  /** @internal */
  public _bind(_scope: Construct, fields?: AccessLogFields): AccessLogConfig {
    const { deliveryStreamName: name, deliveryStreamArn: destinationArn } = this.stream.deliveryStreamRef;
    if (!Token.isUnresolved(name) && !name.startsWith('amazon-apigateway-')) {
      throw new Error(`accessLog: the delivery stream's name must start with "amazon-apigateway-", got "${name}"`);
    }
    return { destinationArn, format: renderFormat(this.options, fields) };
  }
}

class NoAccessLog extends AccessLog {
  /** @internal */
  public _bind(_scope: Construct): undefined {
    return undefined;
  }
}

function toLogGroup(scope: Construct, given: references.ILogGroupRef): logs.ILogGroup {
  if ('addMetricFilter' in given) return given as logs.ILogGroup;
  return logs.LogGroup.fromLogGroupName(scope, 'AccessLog', given.logGroupRef.logGroupName);
}

function renderFormat({ format, fields }: AccessLogFormatOptions, otherwise = REST_FIELDS): string {
  if (format && fields) throw new Error('accessLog has both "format" and "fields": give one of them');
  const text = format?.toString() ?? JSON.stringify(fields ?? otherwise);
  if (/\$context\.(requestId|extendedRequestId)\b/.test(text)) return text;
  throw new Error(
    'accessLog must write $context.requestId or $context.extendedRequestId, API Gateway asks for one of them',
  );
}
