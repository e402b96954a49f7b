import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { EnvironmentLogGroup } from './environment-log-group';

export interface WebFirewallProps {
  /** `CLOUDFRONT` in us-east-1 alone. */
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  /** Requests of one address in five minutes before it is blocked. */
  readonly requestsPerAddress: number;
  readonly key: kms.IKey;
  /** Name of the log group; WAF delivers only to `aws-waf-logs-` groups. */
  readonly logGroupName: string;
}

/** Managed rule groups of AWS, in the order in which they are asked. */
const managedRules = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'];

/** Headers that must never be found in a log. */
const secretHeaders = ['x-api-key', 'authorization', 'cookie'];

/** Blocks floods, common attacks and known bad inputs, and logs what it saw. */
export class WebFirewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      scope: props.scope,
      defaultAction: { allow: {} },
      visibilityConfig: visible('all'),
      rules: [
        {
          name: 'RequestsPerAddress',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: props.requestsPerAddress, aggregateKeyType: 'IP' } },
          visibilityConfig: visible('RequestsPerAddress'),
        },
        ...managedRules.map((name, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
          visibilityConfig: visible(name),
        })),
      ],
    });
    this.arn = acl.attrArn;
    const logGroup = new EnvironmentLogGroup(this, 'Logs', { key: props.key, name: props.logGroupName });
    const logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.arn,
      // WAF refuses the ARN with `:*` that CloudFormation gives for a log group.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: props.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: secretHeaders.map((header) => ({ singleHeader: { Name: header } })),
    });
    logging.node.addDependency(logGroup);
  }
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
