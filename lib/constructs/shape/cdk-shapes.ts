import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Shape } from './shape';

export const THROTTLE_SETTINGS: Shape<apigateway.ThrottleSettings> = {
  members: { rateLimit: 'rate', burstLimit: 'count' },
};

export const QUOTA_SETTINGS: Shape<apigateway.QuotaSettings> = {
  members: { limit: 'count', offset: 'count', period: 'period' },
};

export const FUNCTION_OPTIONS: Shape<lambda.FunctionOptions> = {
  members: {
    adotInstrumentation: 'object',
    allowAllIpv6Outbound: 'flag',
    allowAllOutbound: 'flag',
    allowPublicSubnet: 'flag',
    applicationLogLevel: 'text',
    applicationLogLevelV2: 'text',
    architecture: 'object',
    codeSigningConfig: 'object',
    currentVersionOptions: 'object',
    deadLetterQueue: 'object',
    deadLetterQueueEnabled: 'flag',
    deadLetterTopic: 'object',
    description: 'text',
    durableConfig: 'object',
    environment: 'textMap',
    environmentEncryption: 'object',
    ephemeralStorageSize: 'size',
    events: 'list',
    filesystem: 'object',
    functionName: 'text',
    initialPolicy: 'list',
    insightsVersion: 'object',
    ipv6AllowedForDualStack: 'flag',
    layers: 'list',
    logFormat: 'text',
    loggingFormat: 'text',
    logGroup: 'object',
    logRemovalPolicy: 'text',
    logRetention: 'number',
    logRetentionRetryOptions: 'object',
    logRetentionRole: 'object',
    memorySize: 'number',
    paramsAndSecrets: 'object',
    profiling: 'flag',
    profilingGroup: 'object',
    recursiveLoop: 'text',
    reservedConcurrentExecutions: 'number',
    role: 'object',
    runtimeManagementMode: 'object',
    securityGroups: 'list',
    snapStart: 'object',
    systemLogLevel: 'text',
    systemLogLevelV2: 'text',
    tenancyConfig: 'object',
    timeout: 'duration',
    tracing: 'text',
    vpc: 'object',
    vpcSubnets: 'object',
    maxEventAge: 'duration',
    onFailure: 'object',
    onSuccess: 'object',
    retryAttempts: 'number',
  },
};
