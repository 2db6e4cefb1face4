import type { UpstreamOptions, UrlUpstreamOptions, LoadBalancerUpstreamOptions } from '../proxy/upstream-options';
import type { CanaryUpstreamOptions } from '../proxy/canary-upstream';
import type { IdentityHeaderOptions } from '../proxy/header-value';
import type { ProxyPathOptions } from '../proxy/proxy-path-options';
import type { ProxyApiProps } from '../proxy/proxy-api-props';
import type { OpenApiProxyProps } from '../proxy/proxy-document';
import { ROUTE_SETTINGS } from './route-shapes';
import { ELSEWHERE, FRONT_DOOR_API_PROPS } from './api-shapes';
import type { Shape } from './shape';

export const UPSTREAM_OPTIONS: Shape<UpstreamOptions> = {
  members: {
    timeout: 'optional',
    headers: 'optional',
    query: 'optional',
    keepPrefix: 'optional',
    responseStreaming: 'optional',
    skipCertificateCheck: 'optional',
  },
};

export const URL_UPSTREAM_OPTIONS: Shape<UrlUpstreamOptions> = {
  members: { ...UPSTREAM_OPTIONS.members, allowPlainHttp: 'optional', vpcLink: 'optional' },
};

export const LOAD_BALANCER_UPSTREAM_OPTIONS: Shape<LoadBalancerUpstreamOptions> = {
  members: { ...UPSTREAM_OPTIONS.members, port: 'optional', path: 'optional', certificateName: 'optional' },
};

export const CANARY_UPSTREAM_OPTIONS: Shape<CanaryUpstreamOptions> = {
  members: { url: 'required', percent: 'required' },
};

export const IDENTITY_HEADER_OPTIONS: Shape<IdentityHeaderOptions> = {
  members: { always: 'optional', whenPublic: 'optional' },
};

export const PROXY_PATH_OPTIONS: Shape<ProxyPathOptions> = {
  members: {
    ...ROUTE_SETTINGS.members,
    methods: 'optional',
    upstream: 'optional',
    rewrite: 'optional',
    timeout: 'optional',
    headers: 'optional',
    query: 'optional',
  },
};

export const PROXY_API_PROPS: Shape<ProxyApiProps> = {
  misplaced: {
    ...ELSEWHERE,
    document: 'ProxyApi.fromOpenApi makes a front door of a document',
    routes: 'a front door has "paths"; a ServerlessApi has routes',
  },
  members: {
    ...FRONT_DOOR_API_PROPS.members,
    upstream: 'optional',
    mounts: 'optional',
    paths: 'optional',
    publicPaths: 'optional',
    upstreamCors: 'optional',
    canary: CANARY_UPSTREAM_OPTIONS,
  },
};

export const OPEN_API_PROXY_PROPS: Shape<OpenApiProxyProps> = {
  misplaced: {
    ...ELSEWHERE,
    paths: 'the document has the paths, "operations" say what is different',
    publicPaths: 'the document has the paths: give its operations the authorizer of everybody',
    routes: 'the document has the routes, "operations" say what is different',
  },
  members: {
    ...FRONT_DOOR_API_PROPS.members,
    document: 'required',
    upstream: 'optional',
    mounts: 'optional',
    operations: 'optional',
    upstreamCors: 'optional',
  },
};
