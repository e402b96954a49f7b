/** Quotas of the accounts. */
export interface Quotas {
  /**
   * Inbound or outbound rules of a security group, at least 1.
   *
   * @default 60 - what an account has until it asks for more (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html)
   */
  readonly rulesPerSecurityGroup?: number | undefined;
}
