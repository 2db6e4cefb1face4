import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { aws_wafv2 as references } from 'aws-cdk-lib/interfaces';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ManagedWebAcl, type ManagedWebAclProps } from './managed-web-acl';

/** A firewall of AWS WAF in front of an API's stage: one that is made, or one that exists. */
export abstract class WebAcl {
  /** One that is made for the API, with rules that AWS keeps current. */
  public static managed(options: ManagedWebAclProps = {}): WebAcl {
    return new MadeWebAcl(options);
  }

  /** One of any stack, for requests of a region: `CfnWebACL`, or the `webAcl` of a `ManagedWebAcl`. */
  public static existing(webAcl: references.IWebACLRef): WebAcl {
    return new ExistingWebAcl(webAcl.webAclRef.webAclArn);
  }

  /** One by its ARN. It must be of the API's region and account, and not one for CloudFront. */
  public static fromArn(arn: string): WebAcl {
    if (!Token.isUnresolved(arn) && !/^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/.test(arn)) {
      throw new Error(`WebAcl.fromArn must get the ARN of a regional ACL of WAF, got "${arn}"`);
    }
    return new ExistingWebAcl(arn);
  }

  /**
   * The ARN of the ACL, which is made in the scope unless it exists.
   *
   * @internal
   */
  public abstract _bind(scope: Construct): string;
}

class MadeWebAcl extends WebAcl {
  constructor(private readonly options: ManagedWebAclProps) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct): string {
    return new ManagedWebAcl(scope, 'WebAcl', this.options).webAcl.attrArn;
  }
}

class ExistingWebAcl extends WebAcl {
  constructor(private readonly arn: string) {
    super();
  }

  /** @internal */
  public _bind(_scope: Construct): string {
    return this.arn;
  }
}

/** Puts a firewall in front of a stage. The stage's ARN must refer to the stage, so that it stands first. */
export function associateWebAcl(scope: Construct, webAcl: WebAcl, stageArn: string): void {
  new wafv2.CfnWebACLAssociation(scope, 'WebAclAssociation', {
    resourceArn: stageArn,
    webAclArn: webAcl._bind(scope),
  });
}
