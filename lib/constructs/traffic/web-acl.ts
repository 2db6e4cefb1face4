/** A firewall of AWS WAF in front of an API's stage: one that is made, or one that exists. */
export abstract class WebAcl {}
