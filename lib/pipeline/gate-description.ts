import { type GatesDescription, gatesMetadata } from '../../contracts/manifest';
import { type AcceptedFinding, type EnvironmentConfiguration, namePrefix, overridesOf } from '../config';
import { revisionOf } from '../constructs/image-revision';
import type { TapStage } from '../stages/tap-stage';

/** What the gates are told beside the configuration. */
export interface Described {
  /** Prefix of every physical name. */
  readonly application: string;
  readonly imageDigest: string;
  /** Environment overrides in force, by variable. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Whether a person opens the way into the environment. */
  readonly approval: boolean;
  /** Names of the environments that a commit has passed before it enters this one. */
  readonly after: readonly string[];
  readonly acceptedFindings: readonly AcceptedFinding[];
}

/**
 * Writes into the assembly how an environment's gates judge, so that the build's bundle comes from what was synthesized.
 *
 * It goes into the template of the environment's first stack, where a changed threshold changes no resource; as text, because
 * CloudFormation's metadata has whole numbers alone (cfn-lint's E4002).
 */
export function describeGates(
  stage: TapStage,
  environment: EnvironmentConfiguration,
  { application, imageDigest, overrides, approval, after, acceptedFindings }: Described,
): void {
  const description: GatesDescription = {
    region: environment.region,
    production: environment.production,
    orders: !environment.production || environment.gates.smoke.orderInProduction,
    revision: environment.gates.revisionHeader ? revisionOf(imageDigest) : undefined,
    load: environment.gates.load,
    apiCache: environment.api.cacheClusterSizeGb !== undefined,
    loadRunLog: environment.gates.loadRunLog,
    alarmPrefix: `${namePrefix(application, environment.name)}-`,
    bakeSeconds: environment.gates.bakeMinutes * 60,
    approval,
    after: [...after],
    acceptedFindings: Object.fromEntries(acceptedFindings.map(({ id, until }) => [id, until])),
    overrides: overridesOf(environment.name, overrides),
  };
  const [first] = stage.stacks;
  first?.addMetadata(gatesMetadata, JSON.stringify(description));
}
