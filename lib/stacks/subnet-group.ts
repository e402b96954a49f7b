/** The kinds of subnets that every environment has. */
export const SubnetGroup = {
  /** NAT gateways alone. */
  Public: 'public',
  /** Load balancer, tasks, endpoints: private, with egress. */
  Application: 'app',
  /** Database and its proxy: isolated. */
  Data: 'data',
} as const;
