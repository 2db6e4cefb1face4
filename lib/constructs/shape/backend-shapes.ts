import type { CustomRequest } from '../integrations/custom-request';
import type { CustomResponse } from '../integrations/custom-response';
import type { AwsBackendOptions } from '../integrations/aws';
import type { HttpBackendOptions, HttpCustomOptions, HttpProxyOptions } from '../integrations/http';
import type { LambdaCustomOptions } from '../integrations/lambda-custom';
import type { LambdaProxyOptions } from '../integrations/lambda-proxy';
import type { MockOptions } from '../integrations/mock';
import type { Shape } from './shape';

export const CUSTOM_REQUEST: Shape<CustomRequest> = {
  members: {
    templates: 'textMap',
    headers: 'valueMap',
    query: 'valueMap',
    path: 'valueMap',
    passthrough: 'text',
    contentHandling: 'text',
  },
};

export const CUSTOM_RESPONSE: Shape<CustomResponse> = {
  members: {
    status: 'number!',
    pattern: 'text',
    headers: 'map',
    templates: 'textMap',
    contentHandling: 'text',
  },
};

export const AWS_BACKEND_OPTIONS: Shape<AwsBackendOptions> = {
  members: {
    service: 'text!',
    action: 'text',
    path: 'text',
    method: 'text',
    subdomain: 'text',
    role: 'object',
    statements: 'list',
    request: CUSTOM_REQUEST,
    responses: { items: CUSTOM_RESPONSE },
    timeout: 'duration',
  },
};

export const HTTP_BACKEND_OPTIONS: Shape<HttpBackendOptions> = {
  members: {
    method: 'text',
    timeout: 'duration',
    vpcLink: 'privateLink',
    allowPlainHttp: 'flag',
    skipCertificateCheck: 'flag',
  },
};

export const HTTP_CUSTOM_OPTIONS: Shape<HttpCustomOptions> = {
  members: { ...HTTP_BACKEND_OPTIONS.members, request: CUSTOM_REQUEST, responses: { items: CUSTOM_RESPONSE } },
};

export const HTTP_PROXY_OPTIONS: Shape<HttpProxyOptions> = {
  members: {
    ...HTTP_BACKEND_OPTIONS.members,
    headers: 'valueMap',
    query: 'valueMap',
    path: 'valueMap',
    responseStreaming: 'flag',
  },
};

export const LAMBDA_CUSTOM_OPTIONS: Shape<LambdaCustomOptions> = {
  members: {
    request: CUSTOM_REQUEST,
    responses: { items: CUSTOM_RESPONSE },
    asynchronous: 'flag',
    timeout: 'duration',
  },
};

export const LAMBDA_PROXY_OPTIONS: Shape<LambdaProxyOptions> = {
  members: { byName: 'flag', timeout: 'duration', responseStreaming: 'flag' },
};

export const MOCK_OPTIONS: Shape<MockOptions> = {
  members: { status: 'number', body: 'any', headers: 'textMap' },
};
