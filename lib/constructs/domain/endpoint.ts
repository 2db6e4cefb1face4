import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What an endpoint puts into the API. */
export interface EndpointConfig {
  /** From where the API is reached. */
  readonly endpointType: apigateway.EndpointType;

  /**
   * Endpoints through which alone a private API is reached.
   *
   * @default - the API is not private
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];

  /**
   * Addresses under which the API is reached.
   *
   * @default - API Gateway decides: IPv4, and both for private APIs
   */
  readonly ipAddressType?: apigateway.IpAddressType;
}

/** From where an API is reached. */
export class Endpoint {
  /** From the internet, in the region of the API. */
  public static regional(): Endpoint {
    return new Endpoint({ endpointType: apigateway.EndpointType.REGIONAL });
  }

  /** From the internet, in the region of the API, over IPv4 and IPv6. */
  public static dualStack(): Endpoint {
    return new Endpoint({
      endpointType: apigateway.EndpointType.REGIONAL,
      ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    });
  }

  /** From the internet, through the edge locations of CloudFront. */
  public static edge(): Endpoint {
    return new Endpoint({ endpointType: apigateway.EndpointType.EDGE });
  }

  /**
   * Through these VPC endpoints alone. The resource policy that a private API must have is made unless one is given.
   */
  public static privateTo(vpcEndpoints: ec2.IVpcEndpoint[]): Endpoint {
    if (vpcEndpoints.length === 0) throw new Error('Endpoint.privateTo must name at least one VPC endpoint, got []');
    return new Endpoint({ endpointType: apigateway.EndpointType.PRIVATE, vpcEndpoints });
  }

  private constructor(
    /** What the endpoint puts into the API. */
    public readonly config: EndpointConfig,
  ) {}

  /** @internal */
  public get _policy(): iam.PolicyDocument | undefined {
    const { vpcEndpoints } = this.config;
    return vpcEndpoints && allowVpcEndpoints(vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId));
  }
}

/** A policy under which only these VPC endpoints reach the API. */
export function allowVpcEndpoints(ids: readonly string[]): iam.PolicyDocument {
  return allowUnless({ StringNotEquals: { 'aws:SourceVpce': ids } });
}

/** A policy that lets everybody in but those whom a condition meets; authorizers decide after it. */
export function allowUnless(conditions: Record<string, unknown>): iam.PolicyDocument {
  const shared = {
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
    principals: [new iam.AnyPrincipal()],
  };
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({ ...shared }),
      new iam.PolicyStatement({ ...shared, effect: iam.Effect.DENY, conditions }),
    ],
  });
}
