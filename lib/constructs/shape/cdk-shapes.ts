import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Shape } from './shape';

export const THROTTLE_SETTINGS: Shape<apigateway.ThrottleSettings> = {
  members: { rateLimit: 'optional', burstLimit: 'optional' },
};

export const QUOTA_SETTINGS: Shape<apigateway.QuotaSettings> = {
  members: { limit: 'optional', offset: 'optional', period: 'optional' },
};

export const FUNCTION_OPTIONS: Shape<lambda.FunctionOptions> = {
  members: {
    adotInstrumentation: 'optional',
    allowAllIpv6Outbound: 'optional',
    allowAllOutbound: 'optional',
    allowPublicSubnet: 'optional',
    applicationLogLevel: 'optional',
    applicationLogLevelV2: 'optional',
    architecture: 'optional',
    codeSigningConfig: 'optional',
    currentVersionOptions: 'optional',
    deadLetterQueue: 'optional',
    deadLetterQueueEnabled: 'optional',
    deadLetterTopic: 'optional',
    description: 'optional',
    durableConfig: 'optional',
    environment: 'optional',
    environmentEncryption: 'optional',
    ephemeralStorageSize: 'optional',
    events: 'optional',
    filesystem: 'optional',
    functionName: 'optional',
    initialPolicy: 'optional',
    insightsVersion: 'optional',
    ipv6AllowedForDualStack: 'optional',
    layers: 'optional',
    logFormat: 'optional',
    loggingFormat: 'optional',
    logGroup: 'optional',
    logRemovalPolicy: 'optional',
    logRetention: 'optional',
    logRetentionRetryOptions: 'optional',
    logRetentionRole: 'optional',
    memorySize: 'optional',
    paramsAndSecrets: 'optional',
    profiling: 'optional',
    profilingGroup: 'optional',
    recursiveLoop: 'optional',
    reservedConcurrentExecutions: 'optional',
    role: 'optional',
    runtimeManagementMode: 'optional',
    securityGroups: 'optional',
    snapStart: 'optional',
    systemLogLevel: 'optional',
    systemLogLevelV2: 'optional',
    tenancyConfig: 'optional',
    timeout: 'optional',
    tracing: 'optional',
    vpc: 'optional',
    vpcSubnets: 'optional',
    maxEventAge: 'optional',
    onFailure: 'optional',
    onSuccess: 'optional',
    retryAttempts: 'optional',
  },
};
