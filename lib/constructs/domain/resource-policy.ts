import * as iam from 'aws-cdk-lib/aws-iam';
import { allowUnless, allowVpcEndpoints } from './endpoint';

/**
 * Resource policies of an API. In these, and in policies of the user's own, `execute-api:/*` stands for everything of
 * the API itself, which a policy inside it cannot name.
 */
export class ResourcePolicy {
  /** Only these addresses reach the API: `203.0.113.0/24`. Routes still ask for what their authorizers ask for. */
  public static allowIps(addresses: string[]): iam.PolicyDocument {
    return allowUnless({ NotIpAddress: { 'aws:SourceIp': addresses } });
  }

  /** All but these addresses reach the API. */
  public static denyIps(addresses: string[]): iam.PolicyDocument {
    return allowUnless({ IpAddress: { 'aws:SourceIp': addresses } });
  }

  /** Only these VPC endpoints reach the API. */
  public static allowVpcEndpoints(vpcEndpointIds: string[]): iam.PolicyDocument {
    return allowVpcEndpoints(vpcEndpointIds);
  }

  /**
   * Principals of other accounts may call, whose own policies allow it too. Callers of the API's account need their
   * policies only.
   */
  public static allowAccounts(accountIds: string[]): iam.PolicyDocument {
    return new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*'],
          principals: accountIds.map((id) => new iam.AccountPrincipal(id)),
        }),
      ],
    });
  }

  private constructor() {}
}
