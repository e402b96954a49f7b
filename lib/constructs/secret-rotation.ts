import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { AlarmBoard } from './alarm-board';

/** Port that MySQL listens on. */
export const mySqlPort = ec2.Port.tcp(3306);

export interface SecretRotationProps {
  readonly secret: secretsmanager.ISecret;
  /** What the secret is, in an alarm's name: `master` or `application`. */
  readonly user: string;
  /** Name of the Lambda function that Secrets Manager creates, at most 64 characters. */
  readonly functionName: string;
  readonly vpc: ec2.IVpc;
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  readonly subnets: ec2.SubnetSelection;
  /** The database whose password changes. */
  readonly databaseSecurityGroup: ec2.ISecurityGroup;
  readonly alarms: AlarmBoard;
}

/**
 * Changes a database user's password every 30 days by Secrets Manager's own function, and watches that function.
 *
 * The function's runtime is AWS's to choose: its code holds files compiled for that Python, and another one set here would
 * not run them (https://github.com/aws/aws-cdk/issues/35503; docs/deploy.md says until when it can be made).
 */
export class SecretRotation extends Construct {
  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { secret, functionName, vpc, subnets, databaseSecurityGroup } = props;
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Rotation of a database password',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(
      ec2.Peer.ipv4(props.cidr),
      ec2.Port.tcp(443),
      'Secrets Manager, by its endpoint in the VPC',
    );
    securityGroup.connections.allowTo(databaseSecurityGroup, mySqlPort, 'Change of the password');
    new secretsmanager.RotationSchedule(this, 'Schedule', {
      secret,
      automaticallyAfter: Duration.days(30),
      hostedRotation: secretsmanager.HostedRotation.mysqlSingleUser({
        functionName,
        vpc,
        vpcSubnets: subnets,
        securityGroups: [securityGroup],
      }),
    });
    props.alarms.critical(
      {
        name: `rotation-${props.user}-failed`,
        metric: new cloudwatch.Metric({
          namespace: 'AWS/Lambda',
          metricName: 'Errors',
          dimensionsMap: { FunctionName: functionName },
          statistic: 'Sum',
          period: props.alarms.period,
        }),
        means: `The password of the database's ${props.user} user could not be changed.`,
        runbook: 'database',
        gate: {
          part: 'never',
          reason: 'A password changes every 30 days, hardly ever while a gate watches',
          feed: 'none',
        },
        evaluationPeriods: 1,
      },
      1,
    );
  }
}
