import type { Template } from 'aws-cdk-lib/assertions';
import type { Exchange } from '../../packages/rehearsal/src/cloud/http/exchange';
import { readRule } from '../../packages/rehearsal/src/cloud/workloads/listener-rule';
import { resourcesOf } from '../stacks/resources';

/** Where a load balancer sends a request, and as what. */
export interface Destination {
  /** First word of the target group's logical id: `Catalog` of `CatalogTargets1234`. */
  readonly service: string;
  readonly url: string;
}

/** The listener of a synthesized template, with its rules carried out as a rehearsal does. */
export interface SynthesizedListener {
  /** All path patterns of all rules. */
  readonly paths: readonly string[];
  /** Nothing where the default rule answers. */
  targetOf(url: string): Destination | undefined;
}

export function listenerOf(template: Template): SynthesizedListener {
  const resources = Object.entries(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::ListenerRule'));
  const rules = resources
    .map(([logicalId, { Type, Properties }]) =>
      readRule({
        account: '111111111111',
        region: 'us-east-1',
        environment: 'Dev',
        stack: 'Dev-Service',
        logicalId,
        type: Type,
        physicalId: logicalId,
        properties: named(Properties),
        metadata: {},
      }),
    )
    .sort((one, other) => one.priority - other.priority);
  return {
    paths: resources.flatMap(([, { Properties }]) =>
      (Properties.Conditions as { PathPatternConfig: { Values: string[] } }[]).flatMap(
        ({ PathPatternConfig }) => PathPatternConfig.Values,
      ),
    ),
    targetOf(url) {
      const exchange: Exchange = { method: 'GET', url, headers: {} };
      const rule = rules.find((candidate) => candidate.matches(exchange));
      if (rule?.action.kind !== 'forward') return undefined;
      const service = /^[A-Z][a-z]+/.exec(rule.action.targetGroups[0]?.arn ?? '')?.[0] ?? '';
      return { service, url: rule.transform(exchange)?.url ?? 'status 500' };
    },
  };
}

/** Properties with the logical id in place of each reference. */
function named(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(properties).replace(/\{"Ref":("\w+")\}/g, '$1'));
}
