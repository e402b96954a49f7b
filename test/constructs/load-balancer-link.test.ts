import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InternalLoadBalancer } from '../../lib/constructs/internal-load-balancer';
import { LoadBalancerLink } from '../../lib/constructs/load-balancer-link';
import { type edited, environmentAt, parsed } from '../config/edited';

type Environment = ReturnType<typeof edited>['environments'][number];
type Edit = (environment: Environment) => void;

/** What tells the link and its target from others, in an environment with an edit. */
function identityOf(edit: Edit): unknown {
  const [settings] = parsed((data) => edit(environmentAt(data, 0))).environments;
  if (!settings) throw new Error('no environment');
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc', { ipAddresses: ec2.IpAddresses.cidr(settings.network.cidr) });
  const parts = { settings, vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } };
  const loadBalancer = new InternalLoadBalancer(stack, 'LoadBalancer', parts);
  return stack.resolve(new LoadBalancerLink(stack, 'Link', { ...parts, loadBalancer }).identity);
}

const network =
  (change: Partial<Environment['network']>): Edit =>
  (environment) => {
    environment.network = { ...environment.network, ...change };
  };
const shipped = identityOf(() => undefined);

test('a link is the same one for whatever it does not depend on', () => {
  expect(identityOf(network({ natGateways: 2 }))).toEqual(shipped);
});

test.each<[string, Edit]>([
  ['the addresses of the network change, and every subnet with them', network({ cidr: '10.99.0.0/16' })],
  ['it gets a subnet more', network({ availabilityZones: 3 })],
  ['its subnets move to other zones', network({ zoneIds: ['use1-az5', 'use1-az6'] })],
])('a link is another one when %s', (_what, edit) => {
  expect(identityOf(edit)).not.toEqual(shipped);
});
