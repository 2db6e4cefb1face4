import type { Duration } from 'aws-cdk-lib/core';
import type { PrivateLink } from '../integrations/private-link';
import type { RequestValue } from '../request-value';
import type { HeaderValue } from './header-value';

/** How an upstream is called, wherever it stands. */
export interface UpstreamOptions {
  /**
   * How long API Gateway waits for an answer, 50 milliseconds at least. More than 29 seconds need a raised quota, which `maxTimeout` of
   * the API says.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * Headers that every request gets, in place of those of the same name that the caller sent.
   *
   * @default - the caller's headers
   */
  readonly headers?: { readonly [name: string]: HeaderValue };

  /**
   * Parameters that are added to the caller's query string. One that the caller sent too is there twice then.
   *
   * @default - the caller's query string
   */
  readonly query?: { readonly [name: string]: RequestValue };

  /**
   * Whether the upstream sees the path of its mount. Without it, what is mounted at `/users` gets `/users/7` as `/7`, below the path of its
   * own address.
   *
   * @default false
   */
  readonly keepPrefix?: boolean;

  /**
   * Whether answers reach callers while the upstream still writes them: beyond 10 MB, and for up to 15 minutes. Such answers are neither
   * cached nor compressed.
   *
   * @default false
   */
  readonly responseStreaming?: boolean;

  /**
   * Whether the upstream's certificate is not looked at, as for one that it signed itself.
   *
   * @default false
   */
  readonly skipCertificateCheck?: boolean;
}

/** How a server is called that an address leads to. */
export interface UrlUpstreamOptions extends UpstreamOptions {
  /**
   * Whether requests, with the tokens in them, may go over the internet unencrypted.
   *
   * @default false
   */
  readonly allowPlainHttp?: boolean;

  /**
   * The way to a server that only a VPC reaches.
   *
   * @default - over the internet
   */
  readonly vpcLink?: PrivateLink;
}

/** How servers behind a load balancer are called: containers of ECS, instances of EC2. */
export interface LoadBalancerUpstreamOptions extends UpstreamOptions {
  /**
   * Port of the balancer's listener.
   *
   * @default - 443 with `certificateName`, 80 without
   */
  readonly port?: number;

  /**
   * Path that all requests are put below.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Name on the certificate of the balancer's listener. With it requests go encrypted, and ask for this name.
   *
   * @default - requests go unencrypted, inside of AWS
   */
  readonly certificateName?: string;
}
