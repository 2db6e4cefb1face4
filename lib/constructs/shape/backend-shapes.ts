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
    templates: 'optional',
    headers: 'optional',
    query: 'optional',
    path: 'optional',
    passthrough: 'optional',
    contentHandling: 'optional',
  },
};

export const CUSTOM_RESPONSE: Shape<CustomResponse> = {
  members: {
    status: 'required',
    pattern: 'optional',
    headers: 'optional',
    templates: 'optional',
    contentHandling: 'optional',
  },
};

export const AWS_BACKEND_OPTIONS: Shape<AwsBackendOptions> = {
  members: {
    service: 'required',
    action: 'optional',
    path: 'optional',
    method: 'optional',
    subdomain: 'optional',
    role: 'optional',
    statements: 'optional',
    request: CUSTOM_REQUEST,
    responses: { each: CUSTOM_RESPONSE },
    timeout: 'optional',
  },
};

export const HTTP_BACKEND_OPTIONS: Shape<HttpBackendOptions> = {
  members: {
    method: 'optional',
    timeout: 'optional',
    vpcLink: 'optional',
    allowPlainHttp: 'optional',
    skipCertificateCheck: 'optional',
  },
};

export const HTTP_CUSTOM_OPTIONS: Shape<HttpCustomOptions> = {
  members: { ...HTTP_BACKEND_OPTIONS.members, request: CUSTOM_REQUEST, responses: { each: CUSTOM_RESPONSE } },
};

export const HTTP_PROXY_OPTIONS: Shape<HttpProxyOptions> = {
  members: {
    ...HTTP_BACKEND_OPTIONS.members,
    headers: 'optional',
    query: 'optional',
    path: 'optional',
    responseStreaming: 'optional',
  },
};

export const LAMBDA_CUSTOM_OPTIONS: Shape<LambdaCustomOptions> = {
  members: {
    request: CUSTOM_REQUEST,
    responses: { each: CUSTOM_RESPONSE },
    asynchronous: 'optional',
    timeout: 'optional',
  },
};

export const LAMBDA_PROXY_OPTIONS: Shape<LambdaProxyOptions> = {
  members: { byName: 'optional', timeout: 'optional', responseStreaming: 'optional' },
};

export const MOCK_OPTIONS: Shape<MockOptions> = {
  members: { status: 'optional', body: 'optional', headers: 'optional' },
};
