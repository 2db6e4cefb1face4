interface Protocol {
  /** In `X-Amz-Target` before the dot: the service takes `action/NAME` as its JSON protocol. */
  readonly targetPrefix?: string;
  readonly contentType?: string;
  /** Name in `AWS_ENDPOINT_URL_NAME`, where it is not the service's own in capitals. */
  readonly endpointVariable?: string;
  /** Name in signatures, where it is not the service's own. */
  readonly signingName?: string;
}

// The service itself adds the target for these three; every other JSON service needs it mapped.
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  dynamodb: { targetPrefix: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  kinesis: { targetPrefix: 'Kinesis_20131202', contentType: 'application/x-amz-json-1.1' },
  states: {
    targetPrefix: 'AWSStepFunctions',
    contentType: 'application/x-amz-json-1.0',
    endpointVariable: 'SFN',
  },
  events: { endpointVariable: 'EVENTBRIDGE' },
  logs: { endpointVariable: 'CLOUDWATCH_LOGS' },
  monitoring: { endpointVariable: 'CLOUDWATCH' },
  email: { endpointVariable: 'SES', signingName: 'ses' },
  secretsmanager: { endpointVariable: 'SECRETS_MANAGER' },
  'cognito-idp': { endpointVariable: 'COGNITO_IDENTITY_PROVIDER' },
  'cognito-identity': { endpointVariable: 'COGNITO_IDENTITY' },
  'runtime-sagemaker': { endpointVariable: 'SAGEMAKER_RUNTIME', signingName: 'sagemaker' },
  iotdata: { endpointVariable: 'IOT_DATA_PLANE' },
  'appsync-api': { endpointVariable: 'APPSYNC', signingName: 'appsync' },
};

export function protocolOf(service: string): Protocol {
  return Object.hasOwn(PROTOCOLS, service) ? PROTOCOLS[service] : {};
}

/** `SQS` of `AWS_ENDPOINT_URL_SQS`. */
export function endpointVariableOf(service: string): string {
  return protocolOf(service).endpointVariable ?? service.toUpperCase().replaceAll('-', '_');
}
