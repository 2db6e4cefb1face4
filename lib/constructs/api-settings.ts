import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Token } from 'aws-cdk-lib/core';
import { findGatewayResponseFaults } from './contract/gateway-responses';
import { findDomainFaults } from './domain/domain-options';
import { Endpoint } from './domain/endpoint';
import type { FrontDoorApiProps } from './front-door-props';
import { findExecutionLogFaults } from './observability/execution-log';
import { DEFAULT_LONGEST_TIMEOUT } from './integrations/timeout';
import { findStageFaults } from './stage-options';
import { findCorsFaults } from './traffic/cors-options';

const LARGEST_COMPRESSION = 10_485_760;

/** What is wrong with the props of an API; nothing if they are good. */
export function findPropFaults(props: FrontDoorApiProps): string[] {
  const faults = [
    ...findStageFaults(props.stage ?? {}),
    ...(props.cors ? findCorsFaults(props.cors) : []),
    ...(props.domain ? findDomainFaults(props.domain, props.endpoint ?? Endpoint.regional()) : []),
    ...findExecutionLogFaults(props.executionLog ?? {}),
    ...findGatewayResponseFaults(props.gatewayResponses ?? {}),
  ];
  if (props.apiName !== undefined && Token.isUnresolved(props.apiName)) {
    faults.push('apiName must be a literal, because metrics are found by it');
  }
  if (props.apiName === '') faults.push('apiName must not be empty: leave it out');
  if (props.description === '') faults.push('description must not be empty: leave it out');
  for (const type of props.binaryMediaTypes ?? []) {
    if (!/^[\w!#$&^*+.-]+\/[\w!#$&^*+.-]+$/.test(type))
      faults.push(`binaryMediaTypes has "${type}", which is no media type`);
  }
  const size = props.compression?.toBytes() ?? 0;
  if (size > LARGEST_COMPRESSION) faults.push(`compression must be at most 10 MiB, got ${size} bytes`);
  const longest = props.maxTimeout?.toMilliseconds() ?? DEFAULT_LONGEST_TIMEOUT;
  if (longest < DEFAULT_LONGEST_TIMEOUT) {
    faults.push(
      `maxTimeout says that a quota was raised above 29 seconds, got ${longest} milliseconds: give backends a "timeout"`,
    );
  }
  const ttl = props.cache?.ttl?.toSeconds() ?? 0;
  if (ttl > 3600) faults.push(`cache.ttl must be at most 3600 seconds, got ${ttl}`);
  return faults;
}

/**
 * Settings of the API as a whole, for the document and for the resource: an import that overwrites takes away what the document
 * does not carry, and some of them only the resource can have, so both say the same.
 */
export function renderApiSettings(props: FrontDoorApiProps): {
  readonly extensions: Record<string, unknown>;
  readonly restApi: Omit<apigateway.SpecRestApiProps, 'apiDefinition'>;
} {
  const { binaryMediaTypes = [], compression, apiKeySource = apigateway.ApiKeySourceType.HEADER } = props;
  const endpoint = props.endpoint ?? Endpoint.regional();
  const { endpointType, vpcEndpoints, ipAddressType } = endpoint.config;
  const disableExecuteApiEndpoint = props.domain !== undefined && !props.domain.keepExecuteApiEndpoint;
  return {
    extensions: {
      servers: [
        {
          url: '/',
          'x-amazon-apigateway-endpoint-configuration': {
            disableExecuteApiEndpoint,
            ...(vpcEndpoints && { vpcEndpointIds: vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId) }),
          },
        },
      ],
      'x-amazon-apigateway-api-key-source': apiKeySource,
      'x-amazon-apigateway-binary-media-types': binaryMediaTypes,
      ...(compression && { 'x-amazon-apigateway-minimum-compression-size': compression.toBytes() }),
    },
    restApi: {
      description: props.description,
      deploy: false,
      cloudWatchRole: false,
      mode: apigateway.RestApiMode.OVERWRITE,
      failOnWarnings: true,
      endpointConfiguration: { types: [endpointType], vpcEndpoints, ipAddressType },
      parameters: { endpointConfigurationTypes: endpointType },
      disableExecuteApiEndpoint,
      binaryMediaTypes: binaryMediaTypes.length > 0 ? binaryMediaTypes : undefined,
      minCompressionSize: compression,
      policy: props.resourcePolicy ?? endpoint._policy,
    },
  };
}
