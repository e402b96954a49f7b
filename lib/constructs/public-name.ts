import { CfnOutput } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, isInZone } from '../config';

export interface PublicNameProps {
  readonly name: string;
  /** @default - the record is made by hand */
  readonly hostedZone?: EnvironmentConfiguration['edge']['hostedZone'];
  readonly target: route53.IAliasRecordTarget;
  /** Name of the target, as AWS gave it. */
  readonly targetName: string;
  /** Whether the target has addresses of IPv6. */
  readonly ipv6: boolean;
}

/**
 * A configured name and what it leads to: an alias in the configured zone where that holds the name, else an output that says
 * which record to make by hand.
 *
 * The zone is in the environment's account: CloudFormation makes the record with that account's rights.
 */
export class PublicName extends Construct {
  constructor(scope: Construct, id: string, { name, hostedZone, target, targetName, ipv6 }: PublicNameProps) {
    super(scope, id);
    if (hostedZone === undefined || !isInZone(name, hostedZone)) {
      new CfnOutput(this, 'Record', {
        value: `${name} CNAME ${targetName}`,
        description: 'To be made by hand where the name is kept; at the top of a zone an alias, which no CNAME can be',
      }).overrideLogicalId(`${id}${byHandSuffix}`);
      return;
    }
    const record = {
      zone: route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: hostedZone.id,
        zoneName: hostedZone.name,
      }),
      recordName: name,
      target: route53.RecordTarget.fromAlias(target),
    };
    new route53.ARecord(this, 'A', record);
    if (ipv6) new route53.AaaaRecord(this, 'Aaaa', record);
  }
}

/** How the outputs end that say which record to make by hand. */
export const byHandSuffix = 'RecordByHand';
