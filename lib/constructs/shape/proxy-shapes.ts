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
    timeout: 'duration',
    headers: 'headerValues',
    query: 'valueMap',
    keepPrefix: 'flag',
    responseStreaming: 'flag',
    skipCertificateCheck: 'flag',
  },
};

export const URL_UPSTREAM_OPTIONS: Shape<UrlUpstreamOptions> = {
  members: { ...UPSTREAM_OPTIONS.members, allowPlainHttp: 'flag', vpcLink: 'privateLink' },
};

export const LOAD_BALANCER_UPSTREAM_OPTIONS: Shape<LoadBalancerUpstreamOptions> = {
  members: { ...UPSTREAM_OPTIONS.members, port: 'number', path: 'text', certificateName: 'text' },
};

export const CANARY_UPSTREAM_OPTIONS: Shape<CanaryUpstreamOptions> = {
  members: { url: 'text!', percent: 'number!' },
};

export const IDENTITY_HEADER_OPTIONS: Shape<IdentityHeaderOptions> = {
  members: { always: 'flag', whenPublic: 'text' },
};

export const PROXY_PATH_OPTIONS: Shape<ProxyPathOptions> = {
  members: {
    ...ROUTE_SETTINGS.members,
    methods: 'texts',
    upstream: 'upstream',
    rewrite: 'text',
    timeout: 'duration',
    headers: 'headerValues',
    query: 'valueMap',
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
    upstream: 'upstream',
    mounts: 'upstreams',
    paths: 'map',
    publicPaths: 'texts',
    upstreamCors: 'flag',
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
    document: 'any!',
    upstream: 'upstream',
    mounts: 'upstreams',
    operations: 'map',
    upstreamCors: 'flag',
  },
};
